import type { Session } from '../store/session.js';
import { leftOut } from '../workspace/unseen.js';
import type { UserIndex } from '../workspace/user-index.js';
import type { App } from './app.js';
import { unseenOf } from './unseen-of.js';

/** What the user's index held besides HEAD when a session began. */
export async function userIndexOf(app: App, session: Session): Promise<UserIndex> {
  const { bystanders, marks } = session.scope;
  // Before the baseline has its record nothing has changed that would not have been so at the start.
  const unseen = marks.skipWorktree.length === 0 ? undefined : await unseenOf(app, session, 0);
  const isOut = leftOut(unseen, unseen === undefined ? [] : marks.skipWorktree);
  return { bystanders, marks, leftOut: marks.skipWorktree.filter(isOut) };
}
