import { recoverSession } from '../loop/recover.js';
import { findSession } from '../loop/session-lookup.js';
import type { Session } from '../store/session.js';
import type { Call } from './tool.js';

/**
 * The session that a call means, put right if its server was killed. From then on it is this connection's session.
 *
 * @throws Refusal as findSession.
 */
export async function callSession(
  call: Call,
  query: { session_id?: string | undefined; directory?: string | undefined },
): Promise<Session> {
  const { app, connection } = call;
  const found = await findSession(app, {
    sessionId: query.session_id,
    // A call that names a directory means that one, whatever this connection did before.
    lastSessionId: query.directory === undefined ? connection.lastSessionId : undefined,
    directory: query.directory ?? connection.directory,
  });
  connection.lastSessionId = found.id;
  return recoverSession(app, found);
}
