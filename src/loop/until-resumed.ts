import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../store/session.js';
import type { App } from './app.js';

const pollMilliseconds = 250;

/**
 * Wait while a person has a session paused: an agent has no other way to wait for them.
 *
 * @param seconds how long at the most; `signal` ends the waiting as well.
 * @returns the session as it is then.
 */
export async function untilResumed(
  app: App,
  session: Session,
  seconds: number,
  signal: AbortSignal,
): Promise<Session> {
  const end = performance.now() + seconds * 1000;
  let latest = session;
  while (latest.steering?.state === 'paused' && performance.now() < end && !signal.aborted) {
    await sleep(pollMilliseconds, undefined, { signal }).catch(() => undefined);
    latest = app.store.sessions.find(session.id) ?? session;
  }
  return latest;
}
