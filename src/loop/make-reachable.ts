import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { candidateRef, changeRefs, unseenRef } from '../workspace/commits.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';

/**
 * Make the candidate of a stored run reachable for good. The row comes first, so that there is never a ref of which nobody
 * knows; doing it twice changes nothing.
 */
export async function makeReachable(app: App, session: Session, run: Run): Promise<void> {
  const { repository } = workspaceOf(app, session);
  const { number, candidateCommit, unseenCommit } = run;
  await changeRefs(repository, `candidate ${number}`, [
    { ref: candidateRef(session.id, number), to: candidateCommit },
    ...(unseenCommit === undefined ? [] : [{ ref: unseenRef(session.id, number), to: unseenCommit }]),
  ]);
}
