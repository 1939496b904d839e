import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { headOf } from '../workspace/repository.js';
import { hasGoneOn } from './ahead-of-rows.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';
import { guardWorktree } from './worktree-guard.js';

/**
 * Whether somebody has taken the working directory to another place since a server was killed: another branch, a merge
 * that is going on. What stands there is not the session's, and nothing may be written over it.
 */
export async function isHeadElsewhere(app: App, session: Session): Promise<boolean> {
  if (session.state === 'starting') return isBaseLeft(app, session);
  try {
    await guardWorktree(app, session);
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}

/** A session that is being started may have put HEAD on its branch already, or not yet. It has not gone on from there. */
async function isBaseLeft(app: App, session: Session): Promise<boolean> {
  const { commit, branch } = await headOf(workspaceOf(app, session).repository);
  if (branch === session.branch) return hasGoneOn(app, session);
  return commit !== session.baseCommit || branch !== session.baseBranch;
}
