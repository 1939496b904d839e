import type { App } from './app.js';
import { seenIds, seenSession, seenSessions } from './bounds.js';
import { runId } from './ids.js';

/** No protocol takes more of them at once. */
const most = 100;

/** Ids of sessions that begin like this, newest first. */
export function sessionIdsLike(app: App, beginning: string): string[] {
  const ids = seenSessions(app)
    .map(({ id }) => id)
    .filter((id) => id.startsWith(beginning));
  return ids.slice(-most).reverse();
}

/** Ids of runs that begin like this, newest first: those of a session that is spelt out, else of the newest runs. */
export function runIdsLike(app: App, beginning: string): string[] {
  const [, session] = /^(.+)\.\d*$/.exec(beginning) ?? [];
  const ids = session === undefined ? newestRunIds(app, most) : runIdsOf(app, session);
  return ids.filter((id) => id.startsWith(beginning)).slice(0, most);
}

/** Over all sessions, newest first. */
export function newestRunIds(app: App, limit: number): string[] {
  return app.store.search
    .find({ order: 'newest', limit, sessions: seenIds(app) })
    .map(({ sessionId, number }) => runId(sessionId, number));
}

function runIdsOf(app: App, session: string): string[] {
  if (seenSession(app, session) === undefined) return [];
  const count = app.store.runs.nextNumber(session);
  const ids = Array.from({ length: count }, (_, at) => runId(session, count - 1 - at));
  // What was imported has no run 0.
  return app.store.runs.find(session, 0) === undefined ? ids.slice(0, -1) : ids;
}
