import type { Session } from '../store/session.js';
import type { App } from './app.js';

/** Mark a session as ended. Its branch stays checked out, and its refs and rows stay for good. */
export function endSession(app: App, session: Session, reason: string, summary?: string): Session {
  const ended: Session = {
    ...session,
    state: 'ended',
    endReason: reason,
    endedAt: Date.now(),
    ...(summary === undefined ? {} : { summary }),
  };
  app.store.transaction(() => {
    app.store.sessions.update(ended);
    app.store.events.insert({
      sessionId: session.id,
      at: Date.now(),
      kind: 'session ended',
      data: { reason },
    });
  });
  return ended;
}
