import { outlastMarked, outlastProgram } from '../bench/outlast.js';
import type { LockOwner } from '../store/locks.js';
import type { Session } from '../store/session.js';
import { removeAbandonedLocks } from '../workspace/abandoned-locks.js';
import { gitMark } from '../workspace/git.js';
import { removeTemporaries, type Work } from '../workspace/temporaries.js';
import { type App, sessionDirectory } from './app.js';
import { workspaceOf } from './session-workspace.js';

// A checkout of a very large tree takes its time.
const gitSeconds = 60;
// The user's own git, which may wait for an editor, is left alone: the next call tries again.
const othersSeconds = 3;

/**
 * Clear away what a server that was killed at work in a session would stop the next one with: git commands of it that are
 * still writing are waited for, and locks and temporary files that nobody will ever come back to are removed. Nobody else may
 * be at work in the session.
 *
 * @param work what it was doing.
 * @returns whether nothing is in the way any more.
 */
export async function clearAfter(app: App, session: Session, dead: LockOwner, work: Work): Promise<boolean> {
  if (!(await outlastMarked(gitMark(dead.pid), gitSeconds))) return false;
  await removeTemporaries(sessionDirectory(app, session.id), work);
  const { repository } = workspaceOf(app, session);
  return removeAbandonedLocks(repository, session.id, () => outlastProgram('git', othersSeconds));
}
