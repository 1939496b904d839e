import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { candidateRef, laterEditsPrefix } from '../workspace/commits.js';
import { assertNoOperation, headOf } from '../workspace/repository.js';
import { hasGoneOn } from './ahead-of-rows.js';
import type { App } from './app.js';
import { placeWords } from './go-back.js';
import { workspaceOf } from './session-workspace.js';
import { guardWorktree } from './worktree-guard.js';

/**
 * Whether somebody has taken the working directory to another place since a server was killed: another branch, a merge
 * that is going on. What stands there is not the session's, and nothing may be written over it.
 *
 * @param since what HEAD was, where a commit by hand makes the directory somebody else's, too.
 */
export async function isHeadElsewhere(app: App, session: Session, since?: string): Promise<boolean> {
  if (session.state === 'starting') return isBaseLeft(app, session);
  try {
    const { commit } = await guardWorktree(app, session);
    return since !== undefined && commit !== since;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}

/**
 * Where HEAD has gone while files were measured in the working directory, in words; undefined where it still is. Unlike
 * {@link isHeadElsewhere} it does not mind how git reads files: what is to be put back was read before.
 *
 * @param since what HEAD was then; absent before any file was changed.
 */
export async function headWentTo(app: App, session: Session, since?: string): Promise<string | undefined> {
  const { repository } = workspaceOf(app, session);
  try {
    await assertNoOperation(repository);
    const head = await headOf(repository);
    const isLeft =
      session.state === 'starting' ? await isBaseLeft(app, session) : head.branch !== session.branch;
    if (isLeft) return `${placeWords(head)} is checked out`;
    const isSame = since === undefined || session.state === 'starting' || head.commit === since;
    return isSame ? undefined : `it is at ${head.commit.slice(0, 12)}`;
  } catch (error) {
    if (error instanceof Refusal) return error.message.replace(/\.$/, '');
    throw error;
  }
}

/** Where the edits are that were not put back into the working directory since HEAD had been moved. */
export function whereLeft({ sessionId, number, tree, displacedTree = tree }: Run): string {
  const ref = candidateRef(sessionId, number);
  if (displacedTree === tree) return `what was edited is ${ref}`;
  return `what was measured is ${ref}, and what else was edited is under ${laterEditsPrefix(sessionId)}`;
}

/** A session that is being started may have put HEAD on its branch already, or not yet. It has not gone on from there. */
async function isBaseLeft(app: App, session: Session): Promise<boolean> {
  const { commit, branch } = await headOf(workspaceOf(app, session).repository);
  if (branch === session.branch) return hasGoneOn(app, session);
  return commit !== session.baseCommit || branch !== session.baseBranch;
}
