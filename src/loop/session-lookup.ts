import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { openRepository } from '../workspace/repository.js';
import type { App } from './app.js';
import { parseRunId } from './ids.js';

/** How a call says which session it means. */
export interface SessionQuery {
  readonly sessionId?: string | undefined;
  /** The session that this connection last worked on. */
  readonly lastSessionId?: string | undefined;
  readonly directory: string;
}

/**
 * The session that a call means: the one it names, else this connection's last one, else the active one of the
 * directory, else the newest of the directory.
 *
 * @throws Refusal `unknown_session`, `no_session` or `not_a_repository`.
 */
export async function findSession(app: App, query: SessionQuery): Promise<Session> {
  if (query.sessionId !== undefined) return sessionById(app, query.sessionId);
  const last = query.lastSessionId === undefined ? undefined : app.store.sessions.find(query.lastSessionId);
  if (last !== undefined && last.state !== 'ended') return last;
  const { root } = await openRepository(query.directory);
  const open = app.store.sessions.open(root);
  if (open.length > 1) throw ambiguous(open);
  const session = open[0] ?? last ?? app.store.sessions.latest(root);
  if (session !== undefined) return session;
  throw new Refusal('no_session', `There is no session in ${root}.`, 'Start one with init_experiment.');
}

function ambiguous(sessions: readonly Session[]): Refusal {
  const ids = sessions.map((session) => session.id).join(', ');
  return new Refusal(
    'ambiguous_session',
    `Several sessions are active here: ${ids}.`,
    'Give the session_id of one.',
  );
}

/** @throws Refusal `unknown_session` */
export function sessionById(app: App, id: string): Session {
  const session = app.store.sessions.find(id);
  if (session !== undefined) return session;
  throw new Refusal(
    'unknown_session',
    `There is no session "${id.slice(0, 100)}".`,
    'get_status without session_id names the session of this directory.',
  );
}

/** @throws Refusal `unknown_run` */
export function runById(app: App, id: string): { session: Session; run: Run } {
  const { session: sessionId, run: number } = parseRunId(id);
  const session = app.store.sessions.find(sessionId);
  const run = session === undefined ? undefined : app.store.runs.find(sessionId, number);
  if (session !== undefined && run !== undefined) return { session, run };
  throw new Refusal(
    'unknown_run',
    `There is no run "${id.slice(0, 100)}".`,
    'get_status lists the last runs and their ids.',
  );
}
