import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { releaseMachine, tryTakeMachine } from './lock.js';
import { noteRecovery } from './note-recovery.js';
import { startEvaluation } from './start-evaluation.js';

/** What the journal says of a run that is gone on with. */
const resumed = 'goes on from its stored samples: its server was killed';

// A candidate that brings the server down would do so each time.
const resumesOfOneRun = 2;

/**
 * Whether a run whose server was killed can go on: its samples are stored, and its arms are made from stored trees. In
 * the user's own directory somebody may have edited since; and a baseline has changed nothing yet.
 */
export function isResumable(app: App, session: Session, run: Run): boolean {
  if (run.number === 0 || session.state !== 'active') return false;
  if (run.displacedTree !== undefined || session.isolation === 'in-place') return false;
  const before = app.store.events
    .recent(session.id, 'recovered', 10)
    .filter((event) => event.run === run.number && event.data.what === resumed);
  return before.length < resumesOfOneRun;
}

/** Go on with such a run in this process. While another measures on this machine, it stays as it is. */
export async function resumeRun(app: App, session: Session, run: Run): Promise<void> {
  if (!(await tryTakeMachine(app, session.id))) return;
  const taken: Run = { ...run, ownerPid: app.owner.pid, ownerStarted: app.owner.started };
  try {
    app.store.transaction(() => {
      app.store.runs.update(taken);
      noteRecovery(app, taken, resumed);
    });
  } catch (error) {
    releaseMachine(app);
    throw error;
  }
  startEvaluation(app, session, taken);
}
