import type { Session } from '../store/session.js';
import type { App } from './app.js';

/** What is told of the last times that a person has extended a session, newest first. */
export function extensionsOf(app: App, session: Session): string[] {
  return app.store.events
    .recent(session.id, 'extended', 3)
    .map((event) => `Extended on the command line: ${String(event.data.what)}.`);
}
