import type { Session } from '../store/session.js';
import { changeRefs, readRefs } from '../workspace/commits.js';
import { headOf } from '../workspace/repository.js';
import { enterSessionBranch, leaveSessionBranch } from '../workspace/session-branch.js';
import { resetUserIndex } from '../workspace/user-index.js';
import { aheadOfRows } from './ahead-of-rows.js';
import type { App } from './app.js';
import { reopenFormer } from './former.js';
import { branchName } from './report.js';
import { baseOf, workspaceOf } from './session-workspace.js';
import { userIndexOf } from './user-index-of.js';

/**
 * Put HEAD on the session's branch, once there is a baseline: until then nothing in the repository has changed.
 *
 * @returns why it could not be done, when somebody moved HEAD in the meantime.
 */
export async function activate(app: App, session: Session): Promise<string | undefined> {
  const { repository } = workspaceOf(app, session);
  const head = await headOf(repository);
  if (head.commit !== session.baseCommit || head.branch !== session.baseBranch) {
    return 'HEAD was moved while the baseline was being measured.';
  }
  await enterSessionBranch(repository, session.id, session.startCommit, await userIndexOf(app, session));
  return undefined;
}

/**
 * Leave a session that never became active: HEAD goes back to where it was, and its branch goes. Whatever part of that, or of
 * the entering, was done before: the branch is there from before the first of it until after the last. Where the session has
 * gone on since, its row is older than the repository, and nothing is touched; nor is what somebody has committed there.
 */
export async function undoStart(app: App, session: Session, reason: string): Promise<void> {
  const { repository } = workspaceOf(app, session);
  const tip = (await readRefs(repository, session.branch)).get(session.branch);
  if (tip !== undefined) {
    if ((await aheadOfRows(app.store, repository, session, tip)) !== undefined)
      return end(app, session, `${reason}, says its row; ${goneOn}`);
    if (tip !== session.startCommit) return end(app, session, `${reason}; ${committed(session)}`);
    const { branch } = await headOf(repository);
    if (branch === session.branch) await leaveSessionBranch(repository, session.id, baseOf(session));
    const { commit } = await headOf(repository);
    // Somebody else's HEAD has an index of its own.
    if (commit === session.baseCommit)
      await resetUserIndex(repository, commit, await userIndexOf(app, session));
    await changeRefs(repository, 'undo start', [{ ref: session.branch, from: session.startCommit }]);
  }
  end(app, session, reason);
}

const goneOn =
  'but its repository has gone on since (a backup of the database was put back?). Nothing was touched: `autoresearch-mcp recover` in the repository brings the rows up to date';

function committed(session: Session): string {
  return `somebody has committed on its branch since, so HEAD was left there: \`git switch\` leaves it, and \`git branch -D ${branchName(session)}\` removes it`;
}

/** The session that it ended goes on. */
function end(app: App, session: Session, endReason: string): void {
  app.store.transaction(() => {
    app.store.sessions.update({ ...session, state: 'ended', endReason, endedAt: Date.now() });
    reopenFormer(app, session);
  });
}
