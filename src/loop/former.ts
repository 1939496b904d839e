import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { closeCutOff } from './close-cut-off.js';
import { endSession } from './end-session.js';

const reason = 'restart';

/** The active session that a new one ends with its beginning. */
export interface Former {
  readonly session: Session;
  /** Why it could not be put right after its server was killed, as a sentence. It is ended all the same. */
  readonly trouble?: string;
}

/** End it, in the transaction that stores the one it is ended for. */
export function endFormer(app: App, { session, trouble }: Former): void {
  endSession(app, trouble === undefined ? session : closeCutOff(app, session, trouble), reason);
}

/** What the journal says of the session that another one has ended. One that could not be put right is not gone back to. */
export function formerIn(former: Former | undefined): { readonly former?: string } {
  return former === undefined || former.trouble !== undefined ? {} : { former: former.session.id };
}

/** Let the session go on that one has ended which never became active. */
export function reopenFormer(app: App, { id }: Session): void {
  const [started] = app.store.events.recent(id, 'session started', 1);
  const former = app.store.sessions.find(String(started?.data.former));
  if (former?.state !== 'ended' || former.endReason !== reason) return;
  const { endReason: _, endedAt: __, ...rest } = former;
  app.store.sessions.update({ ...rest, state: 'active' });
  const data = { what: `goes on: ${id}, for which it was ended, never became active` };
  app.store.events.insert({ sessionId: former.id, at: Date.now(), kind: 'recovered', data });
}
