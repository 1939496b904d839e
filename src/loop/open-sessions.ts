import type { App } from './app.js';
import { boundedRepository, seenSessions } from './bounds.js';

/**
 * Ids of the sessions that somebody can go on with, newest first.
 *
 * @param directory of a working tree; without one, all sessions that the server tells of.
 * @throws Refusal `not_a_repository`
 */
export async function openSessionIds(app: App, directory: string | undefined): Promise<string[]> {
  const sessions =
    directory === undefined
      ? seenSessions(app).reverse()
      : app.store.sessions.open((await boundedRepository(app, directory)).root);
  return sessions.filter(({ state }) => state !== 'ended').map(({ id }) => id);
}
