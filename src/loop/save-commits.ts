import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { candidateRef, changeRefs, isAncestor, ownCommitsRef } from '../workspace/commits.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';

/**
 * Keep commits reachable that somebody, the agent or a person, made on the session's branch: it is about to leave them.
 * Those made before the candidate was taken are parents of that.
 *
 * @returns the ref that leads to them; undefined where there are none.
 */
export async function saveOwnCommits(
  app: App,
  session: Session,
  run: Run,
  head: string,
): Promise<string | undefined> {
  // After a kill it may be the commit that this very run is kept as.
  if (head === session.incumbentCommit || head === run.intention?.commit) return undefined;
  const { repository } = workspaceOf(app, session);
  if (await isAncestor(repository, head, run.candidateCommit)) return candidateRef(session.id, run.number);
  const ref = ownCommitsRef(session.id, run.number, head);
  await changeRefs(repository, `save commits after run ${run.number}`, [{ ref, to: head }]);
  return ref;
}
