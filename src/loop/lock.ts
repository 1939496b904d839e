import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../errors.js';
import type { HeldLock } from '../store/locks.js';
import type { App } from './app.js';
import { isAlive } from './process-identity.js';

const machine = 'measurement';
const sessionWaitSeconds = 30;
const pollMilliseconds = 20;

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
  const held = await take(app, machine, holder, waitSeconds, signal);
  if (held === undefined) return;
  throw new Refusal(
    'machine_busy',
    `${held.holder} has been measuring on this machine since ${new Date(held.since).toISOString()}.`,
    'Call again in a while: one measurement at a time keeps the numbers honest.',
  );
}

export function releaseMachine(app: App): void {
  app.store.locks.release(machine, app.owner);
}

/**
 * Do something with a session's files and rows while nobody else does, in this process or another.
 *
 * @throws Refusal `git_busy` when somebody else takes too long.
 */
export async function withSession<T>(app: App, sessionId: string, work: () => Promise<T>): Promise<T> {
  const name = `session ${sessionId}`;
  const held = await take(
    app,
    name,
    `process ${app.owner.pid}`,
    sessionWaitSeconds,
    new AbortController().signal,
  );
  if (held !== undefined) {
    throw new Refusal('git_busy', `${held.holder} is working on ${sessionId}.`, 'Call again in a moment.');
  }
  try {
    return await work();
  } finally {
    app.store.locks.release(name, app.owner);
  }
}

/** @returns who has the lock, when it could not be had in time. */
async function take(
  app: App,
  name: string,
  holder: string,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<HeldLock | undefined> {
  const deadline = Date.now() + waitSeconds * 1000;
  for (;;) {
    const since = Date.now();
    const held = app.store.locks.acquire(name, { owner: app.owner, holder, since }, isAlive);
    if (held === undefined || Date.now() >= deadline || signal.aborted) return held;
    await sleep(pollMilliseconds);
  }
}
