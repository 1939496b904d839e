import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { unlessSuspicious } from './approval.js';
import { evaluate } from './evaluate.js';
import { knownOutputs, learningOutputs } from './outputs.js';
import { ownCommitsNote } from './own-commits.js';
import { startRunJob } from './run-job.js';

/** Evaluate a stored run in the background, from its first sample or from those that it has. The machine's lock must be ours. */
export function startEvaluation(app: App, session: Session, run: Run): void {
  startRunJob(app, session, run, async (measuring, open) => {
    const places = {
      usual: open(session.isolation, knownOutputs(session.outputs)),
      openInPlace: () => open('in-place', learningOutputs()),
    };
    const found = unlessSuspicious(session, run, await evaluate(measuring, places, run));
    return { ...found, notes: [...found.notes, ...(await ownCommitsNote(app, session, run))] };
  });
}
