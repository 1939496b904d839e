import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../errors.js';
import type { App } from './app.js';
import { isAlive } from './process-identity.js';

const lockName = 'measurement';
const pollMilliseconds = 100;

/**
 * Take the machine for one measurement: two at a time would disturb each other's numbers.
 *
 * @param holder what it is for, as the one who finds it taken is told.
 * @param waitSeconds how long to wait for whoever has it.
 * @throws Refusal `machine_busy`
 */
export async function takeMachine(
  app: App,
  holder: string,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + waitSeconds * 1000;
  for (;;) {
    const since = Date.now();
    const held = app.store.locks.acquire(lockName, { owner: app.owner, holder, since }, isAlive);
    if (held === undefined) return;
    if (Date.now() >= deadline || signal.aborted) {
      throw new Refusal(
        'machine_busy',
        `${held.holder} has been measuring on this machine since ${new Date(held.since).toISOString()}.`,
        'Call again in a while: one measurement at a time keeps the numbers honest.',
      );
    }
    await sleep(pollMilliseconds);
  }
}

export function releaseMachine(app: App): void {
  app.store.locks.release(lockName, app.owner);
}
