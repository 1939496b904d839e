import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../errors.js';
import { databaseTrouble } from '../store/database-trouble.js';
import type { HeldLock, LockOwner } from '../store/locks.js';
import type { App } from './app.js';
import { seenSession } from './bounds.js';
import { clearAfter } from './clear-after.js';
import { endAllOrphans } from './end-orphans.js';
import { isAlive } from './process-identity.js';

const machine = 'measurement';
const sessionWaitSeconds = 30;
const pollMilliseconds = 20;
const releaseAgainMilliseconds = 250;
// A place in the queue is given up when its waiting is over, and counts no more if that does not come to pass.
const graceMilliseconds = 1000;

/**
 * Take the machine for one measurement: two at a time would disturb each other's numbers.
 *
 * @param name whom it is for: a session's id or name. Whoever finds it taken is told.
 * @param waitSeconds how long to wait for whoever has it.
 * @throws Refusal `machine_busy`, also where the waiting is ended: nobody may be there any more to hear of a run.
 */
export async function takeMachine(
  app: App,
  name: string,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  const over = AbortSignal.any([signal, app.jobs.ending]);
  const held = await take(app, machine, holderName(app, name), waitSeconds, over);
  if (held === undefined) return await clearMachine(app);
  throw new Refusal(
    'machine_busy',
    `${shownHolder(app, held.holder)} has been ${held.isAwaited ? 'waiting to measure' : 'measuring'} on this machine since ${new Date(held.since).toISOString()}.`,
    'Call again in a while: one measurement at a time keeps the numbers honest.',
  );
}

/** Take the machine if nobody has it. */
export async function tryTakeMachine(app: App, name: string): Promise<boolean> {
  const held = await take(app, machine, holderName(app, name), 0, new AbortController().signal);
  if (held === undefined) await clearMachine(app);
  return held === undefined;
}

/** Whoever had the machine before may have been killed in the midst of a measurement, which goes on without it. */
async function clearMachine(app: App): Promise<void> {
  try {
    await endAllOrphans(app);
  } catch (error) {
    releaseMachine(app);
    throw error;
  }
}

function holderName(app: App, name: string): string {
  return `${name} (process ${app.owner.pid})`;
}

/** Of what a server does not tell at all, it does not tell that it measures. */
function shownHolder(app: App, holder: string): string {
  if (app.roots === undefined) return holder;
  const session = seenSession(app, holder.replace(/ \(process \d+\)$/, ''));
  return session === undefined ? 'Another session' : holder;
}

export function releaseMachine(app: App): void {
  release(app, machine);
}

/** Where the disk is full, again and again until it can be done: everybody else waits for it. */
function release(app: App, name: string): void {
  try {
    app.store.locks.release(name, app.owner);
  } catch (error) {
    // A database that is closed by now keeps nobody waiting: it was replaced, or this process ends.
    if (databaseTrouble(error) === undefined) return;
    setTimeout(() => release(app, name), releaseAgainMilliseconds).unref();
  }
}

/**
 * Do something with a session's files and rows while nobody else does, in this process or another.
 *
 * @throws Refusal `git_busy` when somebody else takes too long.
 */
export async function withSession<T>(
  app: App,
  sessionId: string,
  work: () => Promise<T>,
  waitSeconds = sessionWaitSeconds,
): Promise<T> {
  const name = `session ${sessionId}`;
  if (deadHolder(app, name) === undefined) await takeSession(app, sessionId, name, waitSeconds);
  else await takeFromDead(app, sessionId, name, waitSeconds);
  try {
    return await work();
  } finally {
    release(app, name);
  }
}

async function takeSession(app: App, sessionId: string, name: string, waitSeconds: number): Promise<void> {
  const { signal } = new AbortController();
  const held = await take(app, name, `process ${app.owner.pid}`, waitSeconds, signal);
  if (held === undefined) return;
  throw new Refusal('git_busy', `${held.holder} is working on ${sessionId}.`, 'Call again in a moment.');
}

/** Whoever has a lock and was killed with it. */
function deadHolder(app: App, name: string): LockOwner | undefined {
  const holder = app.store.locks.holderOf(name);
  return holder === undefined || isAlive(holder) ? undefined : holder;
}

/**
 * As long as the dead one's lock is there, it says that there may be something to clear away. So that is done first; one
 * server at a time, or a second one would clear away what the first has begun.
 */
async function takeFromDead(app: App, sessionId: string, name: string, waitSeconds: number): Promise<void> {
  const clearing = `clearing of ${sessionId}`;
  await takeSession(app, sessionId, clearing, waitSeconds);
  try {
    const dead = deadHolder(app, name);
    if (dead !== undefined && !(await clearUp(app, sessionId, dead))) throw stillAtWork(sessionId);
    await takeSession(app, sessionId, name, waitSeconds);
  } finally {
    release(app, clearing);
  }
}

async function clearUp(app: App, sessionId: string, dead: LockOwner): Promise<boolean> {
  const session = app.store.sessions.find(sessionId);
  const isMeasured = app.store.runs.running(sessionId).length > 0;
  // Whoever measures works with the index, too, and is cleared up after with the run.
  return session === undefined || isMeasured || (await clearAfter(app, session, dead, 'index'));
}

function stillAtWork(sessionId: string): Refusal {
  return new Refusal(
    'git_busy',
    `A server was killed while it worked on ${sessionId}, and a git command is still running that may hold a lock.`,
    'Let it finish (it may wait for an editor), then call again.',
  );
}

/**
 * @returns who has the lock, or comes first, when it could not be had in time.
 * @throws Refusal `machine_busy` where the signal has ended the waiting.
 */
async function take(
  app: App,
  name: string,
  holder: string,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<HeldLock | undefined> {
  const { locks } = app.store;
  const lock = () => ({ owner: app.owner, holder, since: Date.now() });
  if (signal.aborted) throw waitingEnded();
  const held = locks.acquire(name, lock(), isAlive);
  if (held === undefined || waitSeconds === 0) return held;
  const deadline = Date.now() + waitSeconds * 1000;
  const place = locks.join(name, lock(), Math.ceil(deadline) + graceMilliseconds);
  try {
    for (;;) {
      const first = locks.acquire(name, lock(), isAlive, place);
      if (first === undefined || Date.now() >= deadline) return first;
      await sleep(pollMilliseconds);
      if (signal.aborted) throw waitingEnded();
    }
  } finally {
    locks.leave(place);
  }
}

function waitingEnded(): Refusal {
  return new Refusal(
    'machine_busy',
    'The waiting for the machine was ended, since the server stops or the client has gone: nothing was started.',
    'Call again, once the server is there again.',
  );
}
