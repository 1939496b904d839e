import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { spentBudget } from './budget.js';

/** What a new session says of the active one that it ends: a spent budget is not quietly given anew. */
export function noteOnFormer(app: App, session: Session): string {
  const spent = spentBudget(app, session);
  return `The session ${session.id} was ended for this one. ${spent?.explanation ?? 'Its budget was not spent.'}`;
}

/** What a new session says of the last one of its working tree, which has ended: that its budget was spent, and why. */
export function notesOnLast(app: App, root: string): string[] {
  const last = app.store.sessions.lastMeasured(root);
  const spent = last === undefined ? undefined : spentBudget(app, last);
  if (last === undefined || spent === undefined) return [];
  return [`The session ${last.id} before this one had stopped and was ended. ${spent.explanation}`];
}
