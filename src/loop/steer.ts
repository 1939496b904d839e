import { Refusal } from '../errors.js';
import type { Session, Steering } from '../store/session.js';
import type { App } from './app.js';
import { findSession, type SessionQuery } from './session-lookup.js';
import { stopState } from './stop-policy.js';

/** What a person at a terminal wants of a session that goes on elsewhere. */
export type Wish =
  | { readonly wish: 'pause' | 'stop'; readonly reason?: string | undefined }
  | { readonly wish: 'resume' }
  | { readonly wish: 'note'; readonly text: string };

const longestText = 500;

/** What came of a wish. */
export interface Steered {
  /** The session, as it is then. */
  readonly session: Session;
  /** False for `resume` where a session was neither paused nor stopped. */
  readonly hasChanged: boolean;
  /** Why the session stops all the same, once it is resumed. */
  readonly stopped?: string | undefined;
}

/**
 * Say something to whoever works on a session, whichever client that is in: it is told with the next result of any tool.
 * What is being measured goes on, and may be logged.
 *
 * @throws Refusal `session_ended`, `paused` for a pause of what is stopped, `invalid_config` for a text that is empty or
 *   too long, or as findSession.
 */
export async function steerSession(app: App, query: SessionQuery, wish: Wish): Promise<Steered> {
  const { id } = await findSession(app, query);
  return app.store.transaction(() => {
    const found = app.store.sessions.find(id);
    if (found === undefined || stopState(app, found).stopReason === 'ended') throw ended(id);
    const hasChanged = apply(app, found, wish);
    const session = app.store.sessions.find(id) ?? found;
    return { session, hasChanged, stopped: stopState(app, session).explanation };
  });
}

/** @returns whether anything has changed. */
function apply(app: App, session: Session, wish: Wish): boolean {
  const { id, steering: before } = session;
  const at = Date.now();
  if (wish.wish === 'note') {
    app.store.notes.insert(id, at, textOf(wish.text));
    return true;
  }
  if (wish.wish === 'resume') {
    if (before === undefined) return false;
    app.store.sessions.resume(id);
    app.store.events.insert({ sessionId: id, at, kind: 'resumed', data: {} });
    return true;
  }
  if (wish.wish === 'pause' && before?.state === 'stopped') throw stoppedAlready(id);
  const steering = steeringFor(wish, at);
  app.store.sessions.steer(id, steering);
  const data = steering.reason === undefined ? {} : { reason: steering.reason };
  app.store.events.insert({ sessionId: id, at, kind: steering.state, data });
  return true;
}

function steeringFor({ wish, reason }: Extract<Wish, { wish: 'pause' | 'stop' }>, at: number): Steering {
  const state = wish === 'pause' ? 'paused' : 'stopped';
  return { state, at, ...(reason === undefined ? {} : { reason: textOf(reason) }) };
}

function textOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed !== '' && trimmed.length <= longestText) return trimmed;
  throw new Refusal(
    'invalid_config',
    trimmed === '' ? 'There is nothing in the text.' : `The text has more than ${longestText} characters.`,
    'Say it in a sentence or two.',
  );
}

function ended(id: string): Refusal {
  return new Refusal(
    'session_ended',
    `The session ${id} has ended: nobody works on it any more.`,
    'A new session is started by the agent, with init_experiment.',
  );
}

/** Its agent may be ending it by now. */
function stoppedAlready(id: string): Refusal {
  return new Refusal(
    'paused',
    `The session ${id} is stopped already: its agent is told to end it.`,
    'To have it wait instead, let it go on first: autoresearch-mcp resume.',
  );
}
