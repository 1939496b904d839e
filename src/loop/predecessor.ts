import type { Session } from '../store/session.js';
import type { Repository } from '../workspace/repository.js';
import type { App } from './app.js';
import { spentBudget } from './budget.js';
import type { Former } from './former.js';
import { shownPath } from './shown-text.js';

/** What a new session says of the active one that it ends: a spent budget is not quietly given anew. */
export function noteOnFormer(app: App, { session, trouble }: Former): string[] {
  const spent = spentBudget(app, session);
  const left = `What was cut off in it was left as it stood: ${trouble}`;
  return [
    `The session ${session.id} was ended for this one. ${spent?.explanation ?? 'Its budget was not spent.'}`,
    ...(trouble === undefined ? [] : [left]),
  ];
}

/**
 * What a new session says of the last one of its working tree, and of the last one of the whole repository: that its
 * budget was spent, and why. A budget is not new because it is another worktree's.
 */
export function notesOnLast(app: App, { root, commonDir }: Repository): string[] {
  const last = app.store.sessions.lastMeasured(commonDir);
  const here = app.store.sessions.lastMeasured(commonDir, root);
  const others = here?.id === last?.id ? [] : [here];
  return [last, ...others].flatMap((session) => (session === undefined ? [] : noteOn(app, root, session)));
}

function noteOn(app: App, root: string, session: Session): string[] {
  const spent = spentBudget(app, session);
  if (spent === undefined) return [];
  const place = session.root === root ? '' : `, in the worktree ${shownPath(session.root)},`;
  const ending = session.state === 'ended' ? 'had stopped and was ended' : 'has stopped';
  return [`The session ${session.id} before this one${place} ${ending}. ${spent.explanation}`];
}
