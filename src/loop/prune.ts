import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../errors.js';
import { GitFailure } from '../workspace/git.js';
import type { App } from './app.js';
import { diskUse } from './disk-use.js';
import { leftArms } from './doctor/left-files.js';
import { releaseMachine, tryTakeMachine, withSession } from './lock.js';
import { type Leftovers, leftoversOf, removeLeftovers } from './prune-session.js';
import { shownMessage } from './shown-text.js';

export interface PruneRequest {
  /** Milliseconds since the end of a session. */
  readonly olderThan: number;
  readonly dryRun: boolean;
}

/** What was removed, or would be. */
export interface Pruned {
  readonly sessions: readonly Leftovers[];
  /** Sessions that are old enough and were left alone. */
  readonly skipped: readonly { readonly id: string; readonly why: string }[];
  /** Arms of sessions that have ended, however long ago, and of unknown ones. */
  readonly arms: { readonly count: number; readonly bytes: number; readonly areLeft: boolean };
  /** Logs and files of sessions that are not known. */
  readonly strangers: { readonly count: number; readonly bytes: number };
}

/** Remove what ended sessions have left: arms at once, logs and refs after a while. Rows and branches stay. */
export async function pruneHome(app: App, request: PruneRequest): Promise<Pruned> {
  const sessions: Leftovers[] = [];
  const skipped: { id: string; why: string }[] = [];
  const arms = await pruneArms(app, request);
  for (const { id } of oldSessions(app, request)) {
    const left = await pruneSession(app, id, request);
    if (typeof left === 'string') skipped.push({ id, why: left });
    else if (left !== undefined) sessions.push(left);
  }
  return { sessions, skipped, arms, strangers: await pruneStrangers(app, request) };
}

function oldSessions(app: App, { olderThan }: PruneRequest) {
  const limit = Date.now() - olderThan;
  return app.store.sessions
    .all()
    .filter(
      ({ state, abandoning, imported }) =>
        state === 'ended' && abandoning === undefined && imported === undefined,
    )
    .filter(({ endedAt, createdAt }) => (endedAt ?? createdAt) <= limit);
}

async function pruneSession(
  app: App,
  id: string,
  { dryRun }: PruneRequest,
): Promise<Leftovers | string | undefined> {
  const work = async () => {
    const session = app.store.sessions.find(id);
    if (session === undefined || session.abandoning !== undefined) return undefined;
    const left = await leftoversOf(app, session);
    if (!dryRun && typeof left === 'object') await removeLeftovers(app, session, left);
    return left;
  };
  try {
    return dryRun ? await work() : await withSession(app, id, work, 0);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    if (error instanceof GitFailure)
      return `git cannot work on its repository: ${shownMessage(error.stderr.trim().split('\n')[0])}`;
    throw error;
  }
}

/** Whoever is measuring may be tidying arms of a session that has just ended: they are left to it. */
async function pruneArms(app: App, { dryRun }: PruneRequest): Promise<Pruned['arms']> {
  const paths = await leftArms(app.home, app.store);
  let bytes = 0;
  for (const path of paths) bytes += await diskUse(path);
  const found = { count: paths.length, bytes, areLeft: false };
  if (dryRun || paths.length === 0) return found;
  if (!(await tryTakeMachine(app, 'prune'))) return { ...found, areLeft: true };
  try {
    for (const path of paths) await rm(path, { recursive: true, force: true, maxRetries: 3 });
    return found;
  } finally {
    releaseMachine(app);
  }
}

async function pruneStrangers(app: App, { olderThan, dryRun }: PruneRequest): Promise<Pruned['strangers']> {
  let [count, bytes] = [0, 0];
  for (const folder of ['logs', 'sessions']) {
    for (const name of await readdir(join(app.home, folder)).catch(() => [])) {
      const path = join(app.home, folder, name);
      if (app.store.sessions.find(name) !== undefined || !(await isOlder(path, olderThan))) continue;
      [count, bytes] = [count + 1, bytes + (await diskUse(path))];
      if (!dryRun) await rm(path, { recursive: true, force: true, maxRetries: 3 });
    }
  }
  return { count, bytes };
}

/** A session has a directory before it has a row, for a moment: never take one that was just made. */
async function isOlder(path: string, milliseconds: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > Math.max(milliseconds, 3_600_000);
}
