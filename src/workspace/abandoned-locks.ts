import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from './repository.js';

/**
 * Remove the locks that a git left which was itself killed with its server, as everything in a container is: nobody else
 * would, and every later git fails on them. They are those of the user's index, of HEAD, and of the session's refs.
 *
 * To be called only where a server was killed at work in the session, and no git that it had started is alive.
 *
 * @param outlast waits until nobody who may hold a lock now is alive; false where somebody still is.
 * @returns whether there are none any more.
 */
export async function removeAbandonedLocks(
  repository: Repository,
  session: string,
  outlast: () => Promise<boolean>,
): Promise<boolean> {
  const before = await locksOf(repository, session);
  if (before.size === 0) return true;
  if (!(await outlast())) return false;
  const after = await locksOf(repository, session);
  // One that was taken meanwhile is another one.
  const same = [...before].filter(([path, identity]) => after.get(path) === identity);
  await Promise.all(same.map(([path]) => rm(path, { force: true })));
  return same.length === after.size;
}

/** The locks that are there, with what tells each from any later one at its path. */
async function locksOf({ gitDir, commonDir }: Repository, session: string): Promise<Map<string, string>> {
  const refs = join(commonDir, 'refs', 'autoresearch', session);
  const below = await readdir(refs, { recursive: true }).catch(() => []);
  const paths = [
    join(gitDir, 'index.lock'),
    join(gitDir, 'HEAD.lock'),
    join(commonDir, 'packed-refs.lock'),
    join(commonDir, 'refs', 'heads', 'autoresearch', `${session}.lock`),
    ...below.filter((name) => name.endsWith('.lock')).map((name) => join(refs, name)),
  ];
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  return new Map(
    paths.flatMap((path, at) => {
      const lock = found[at];
      return lock === undefined ? [] : [[path, `${lock.ino} ${lock.mtimeMs}`] as const];
    }),
  );
}
