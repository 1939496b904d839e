import { recoverSession } from '../loop/recover.js';
import { findSession } from '../loop/session-lookup.js';
import type { Session } from '../store/session.js';
import type { Call } from './tool.js';

/** How a call names a session. */
interface Query {
  readonly session_id?: string | undefined;
  readonly directory?: string | undefined;
}

/**
 * The session that a call means, put right if its server was killed. From then on it is this connection's session.
 *
 * @throws Refusal as findSession and recoverSession.
 */
export async function callSession(call: Call, query: Query): Promise<Session> {
  return recoverSession(call.app, await meantSession(call, query));
}

/** As {@link callSession}, but it is not put right. */
export async function meantSession(call: Call, query: Query): Promise<Session> {
  const { app, connection } = call;
  const found = await findSession(app, {
    sessionId: query.session_id,
    // A call that names a directory means that one, whatever this connection did before.
    lastSessionId: query.directory === undefined ? connection.lastSessionId : undefined,
    directory: query.directory ?? connection.directory,
  });
  connection.lastSessionId = found.id;
  return found;
}
