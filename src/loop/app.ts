import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { Refusal } from '../errors.js';
import type { LockOwner } from '../store/locks.js';
import { openStore, type Store } from '../store/store.js';
import { createJobs, type Jobs } from './jobs.js';
import { thisProcess } from './process-identity.js';

/** What the parts of the loop share: one for a process. */
export interface App {
  /** $AUTORESEARCH_HOME: database, arms and logs. */
  readonly home: string;
  readonly store: Store;
  readonly jobs: Jobs;
  readonly owner: LockOwner;
  /** Of the server's own configuration: what new sessions have the last word from, and no agent ever sees. */
  readonly holdoutCommand?: string;
  /** Only repositories in these directories, which have no symbolic links on their way, exist for this server. */
  readonly roots?: readonly string[];
}

export type ServerSettings = Pick<App, 'holdoutCommand' | 'roots'>;

/** Absolute path of `AUTORESEARCH_HOME`, else of the platform's directory for an application's data. */
export function homeDirectory(): string {
  return resolve(process.env.AUTORESEARCH_HOME || envPaths('autoresearch-mcp', { suffix: '' }).data);
}

/**
 * Open the database and what belongs to it.
 *
 * @throws Refusal `internal` when the database cannot be used.
 */
export function openApp(home: string, settings: ServerSettings = {}): App {
  return { home, store: openStore(home), jobs: createJobs(), owner: thisProcess(), ...settings };
}

/**
 * Whether the database is still the file that was opened.
 *
 * @returns false where another has taken its place.
 * @throws Refusal `internal` where there is none any more: what is stored now would be lost without a word.
 */
export function isInPlace(app: App): boolean {
  const whereabouts = app.store.whereabouts();
  if (whereabouts !== 'gone') return whereabouts === 'here';
  throw new Refusal(
    'internal',
    `The database in ${app.home} is gone: somebody has moved or removed it while the server ran.`,
    'Put it back; or run `autoresearch-mcp recover` in the repository, which makes another and rebuilds what it can. Then call again.',
  );
}

/** End what is being measured, and put everything back. Whoever waits for it is then told. */
export async function endRuns(app: App): Promise<void> {
  await app.jobs.stopAll('interrupted');
}

/** End what is being measured, put everything back, and close. */
export async function closeApp(app: App): Promise<void> {
  await endRuns(app);
  app.store.close();
}

/** Directory of a session's own files: its private index and the state of its arms. */
export function sessionDirectory(app: App, sessionId: string): string {
  return join(app.home, 'sessions', sessionId);
}

/** The log of a run: everything its commands printed. */
export function logPath(app: App, sessionId: string, run: number): string {
  return join(app.home, 'logs', sessionId, `${run}.log`);
}
