import { resolve } from 'node:path';
import { type App, closeApp, homeDirectory } from '../loop/app.js';
import { openExisting } from '../loop/open-existing.js';
import { findSession } from '../loop/session-lookup.js';
import type { Session } from '../store/session.js';
import { print } from './print.js';
import { tellRefusal } from './tell-refusal.js';

/** How a person names a session. */
export interface SessionOptions {
  /** Default: the active session of the directory, else its newest. */
  readonly session?: string;
  readonly directory: string;
}

/** Print what is read from the database. Exit code 1, and a sentence on stderr, where that cannot be done. */
export async function printRead(read: (app: App) => Promise<string>): Promise<void> {
  try {
    await print(await withStore(read));
  } catch (error) {
    tellRefusal(error);
  }
}

/**
 * Work with a home that is there already.
 *
 * @throws Refusal as openExisting.
 */
export async function withStore<T>(work: (app: App) => Promise<T>): Promise<T> {
  const app = openExisting(homeDirectory());
  try {
    return await work(app);
  } finally {
    await closeApp(app);
  }
}

/** @throws Refusal as findSession. */
export function meantSession(app: App, { session, directory }: SessionOptions): Promise<Session> {
  return findSession(app, { sessionId: session, directory: resolve(directory) });
}
