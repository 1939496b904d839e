import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { closeCutOff } from './close-cut-off.js';
import { endSession } from './end-session.js';

/** The active session that a new one ends with its beginning. */
export interface Former {
  readonly session: Session;
  /** Why it could not be put right after its server was killed, as a sentence. It is ended all the same. */
  readonly trouble?: string;
}

export function endFormer(app: App, { session, trouble }: Former): void {
  endSession(app, trouble === undefined ? session : closeCutOff(app, session, trouble), 'restart');
}
