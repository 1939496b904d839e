import type { Session } from '../store/sessions.js';
import type { App } from './app.js';

/**
 * Change some of a session's row, as it is now: others may have changed the rest since it was read.
 *
 * @returns the session as it is then.
 */
export function changeSession(app: App, session: Session, change: Partial<Session>): Session {
  const write = () => app.store.sessions.update(latest());
  const latest = (): Session => ({ ...(app.store.sessions.find(session.id) ?? session), ...change });
  app.store.transaction(write);
  return latest();
}
