import type { Session } from '../store/session.js';
import type { App } from './app.js';

/**
 * Change some of a session's row, as it is now: others may have changed the rest since it was read.
 *
 * @returns the session as it is then.
 */
export function changeSession(app: App, session: Session, change: Partial<Session>): Session {
  return app.store.transaction(() => {
    const changed = { ...(app.store.sessions.find(session.id) ?? session), ...change };
    app.store.sessions.update(changed);
    return changed;
  });
}
