import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { changeRefs, isAncestor, ownCommitsRef } from '../workspace/commits.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';

/**
 * Keep commits reachable that the agent made after its candidate was taken: the branch is about to leave them. Those
 * it made before are parents of the candidate.
 */
export async function saveOwnCommits(app: App, session: Session, run: Run, head: string): Promise<void> {
  if (head === session.incumbentCommit) return;
  const { repository } = workspaceOf(app, session);
  if (await isAncestor(repository, head, run.candidateCommit)) return;
  const change = { ref: ownCommitsRef(session.id, run.number, head), to: head };
  await changeRefs(repository, `save commits after run ${run.number}`, [change]);
}
