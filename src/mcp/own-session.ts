import { findSession } from '../loop/session-lookup.js';
import type { Session } from '../store/session.js';
import type { Call } from './tool.js';

/** The session that a connection works on, if there is one: its last, else that of its directory. */
export async function ownSession({
  app,
  connection,
}: Pick<Call, 'app' | 'connection'>): Promise<Session | undefined> {
  const { lastSessionId, directory } = connection;
  const own = await findSession(app, { lastSessionId, directory }).catch(() => undefined);
  // Remembered, so that git is not asked for it again with every call.
  if (own !== undefined) connection.lastSessionId = own.id;
  return own;
}
