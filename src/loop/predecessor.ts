import type { Session } from '../store/session.js';
import type { Repository } from '../workspace/repository.js';
import type { App } from './app.js';
import { isSeen } from './bounds.js';
import { spentBudget } from './budget.js';
import type { Former } from './former.js';
import { counted } from './grant-words.js';
import { shownPath, visibleText } from './shown-text.js';

const mostCounted = 100;
const longestSummary = 400;

/** What a new session says of the active one that it ends: a spent budget is not quietly given anew. */
export function noteOnFormer(app: App, { session, trouble }: Former): string[] {
  const spent = spentBudget(app, session);
  const left = `What was cut off in it was left as it stood: ${trouble}`;
  return [
    `The session ${session.id} was ended for this one. ${spent?.explanation ?? 'Its budget was not spent.'}`,
    ...(trouble === undefined ? [] : [left]),
    ...ideasLeft(app, session),
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
  const told = [last, ...others].flatMap((session) =>
    session !== undefined && isSeen(app, session) ? [session] : [],
  );
  return [
    ...told.flatMap((session) => noteOn(app, root, session)),
    ...told.slice(0, 1).flatMap((session) => leftBy(app, session)),
  ];
}

/** What the session before this one has left to whoever works on this one. */
export function leftBefore(app: App, { commonDir, createdAt, state }: Session): string[] {
  if (state === 'ended') return [];
  const former = app.store.sessions.lastEnded(commonDir, createdAt);
  return former === undefined || !isSeen(app, former) ? [] : leftBy(app, former);
}

function leftBy(app: App, session: Session): string[] {
  const { id, summary } = session;
  const last =
    summary === undefined
      ? []
      : [`${id}, before this one, ended with: ${visibleText(summary, longestSummary)}`];
  return [...last, ...ideasLeft(app, session)];
}

function ideasLeft(app: App, { id }: Session): string[] {
  const left = app.store.ideas.search({ session: id, state: 'open', limit: mostCounted }).length;
  if (left === 0) return [];
  const many = left === mostCounted ? 'or more ' : '';
  return [
    `${counted(left, 'idea')} ${many}of ${id} nobody has tried: list_ideas with that session_id shows them.`,
  ];
}

function noteOn(app: App, root: string, session: Session): string[] {
  const spent = spentBudget(app, session);
  if (spent === undefined) return [];
  const place = session.root === root ? '' : `, in the worktree ${shownPath(session.root)},`;
  const ending = session.state === 'ended' ? 'had stopped and was ended' : 'has stopped';
  return [`The session ${session.id} before this one${place} ${ending}. ${spent.explanation}`];
}
