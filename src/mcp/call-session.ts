import { recoverSession } from '../loop/recover.js';
import { findSession } from '../loop/session-lookup.js';
import type { Session } from '../store/session.js';
import { ownSession } from './own-session.js';
import type { Call } from './tool.js';

/** How a call names a session. */
interface Query {
  readonly session_id?: string | undefined;
  readonly directory?: string | undefined;
}

/**
 * The session that a call means, put right if its server was killed. It is this connection's session from then on.
 *
 * @throws Refusal as findSession and recoverSession.
 */
export async function callSession(call: Call, query: Query): Promise<Session> {
  const session = await meantSession(call, query);
  call.connection.lastSessionId = session.id;
  return presentSession(call, session);
}

/** A session, put right if its server was killed: not by who may only read. */
export async function presentSession({ app, mayChange }: Call, session: Session): Promise<Session> {
  return mayChange ? await recoverSession(app, session) : session;
}

/**
 * As {@link callSession}, but it is not put right, and to look at another session is not to work on it: but for who has none
 * to work on, and so picks that one up.
 */
export async function meantSession(call: Call, query: Query): Promise<Session> {
  const { app, connection } = call;
  const isNamed = query.session_id !== undefined || query.directory !== undefined;
  const isFree = isNamed && !isOpen(await ownSession(call));
  const found = await findSession(app, {
    sessionId: query.session_id,
    // A call that names a directory means that one, whatever this connection did before.
    lastSessionId: query.directory === undefined ? connection.lastSessionId : undefined,
    directory: query.directory ?? connection.directory,
  });
  if (!isNamed || (isFree && isOpen(found))) connection.lastSessionId = found.id;
  return found;
}

function isOpen(session: Session | undefined): boolean {
  return session !== undefined && session.state !== 'ended';
}
