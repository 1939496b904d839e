import { realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { openRepository, type Repository } from '../workspace/repository.js';
import type { App } from './app.js';
import { whereIs } from './where-is.js';

/**
 * Directories, without symbolic links on the way: only what lies in them may be worked on.
 *
 * @throws Refusal `invalid_config` for one that is no directory.
 */
export function realRoots(directories: readonly string[]): string[] {
  return directories.map((directory) => {
    if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true)
      return realpathSync(directory);
    throw new Refusal(
      'invalid_config',
      `${directory} is no directory.`,
      'Give --root an existing directory.',
    );
  });
}

/** Whether a server may work on a path, which has no symbolic links any more. Without roots, on any. */
function isWithinBounds({ roots }: Pick<App, 'roots'>, path: string): boolean {
  return roots === undefined || roots.some((root) => path === root || path.startsWith(withSlash(root)));
}

function withSlash(root: string): string {
  return root.endsWith(sep) ? root : root + sep;
}

/**
 * The repository of a directory that a call names: all of it lies within the server's bounds.
 *
 * @throws Refusal as openRepository; `out_of_bounds`.
 */
export async function boundedRepository(app: App, directory: string | undefined): Promise<Repository> {
  if (directory === undefined) throw unnamed(app);
  // Before git looks at it, which would tell whether it is there.
  if (!isWithinBounds(app, whereIs(directory))) throw outOfBounds(app, directory);
  const repository = await openRepository(directory);
  if (isWithin(app, repository)) return repository;
  throw outOfBounds(app, directory);
}

type Places = Pick<Repository, 'root' | 'gitDir' | 'commonDir'>;

/** The git directories, too: a file called `.git` may name any. */
function isWithin(app: App, { root, gitDir, commonDir }: Places): boolean {
  return [root, gitDir, commonDir].every((path) => isWithinBounds(app, path));
}

/** Whether a server tells of a session at all. Since it began, a symbolic link may have taken the place of its directory. */
export function isSeen(app: App, session: Session): boolean {
  if (app.roots === undefined) return true;
  const { root, gitDir, commonDir } = session;
  return (
    isWithin(app, session) && [root, gitDir, commonDir].every((path) => isWithinBounds(app, whereIs(path)))
  );
}

/** The session of an id, where a server tells of it. */
export function seenSession(app: App, id: string): Session | undefined {
  const session = app.store.sessions.find(id);
  return session !== undefined && isSeen(app, session) ? session : undefined;
}

/** The sessions that a server tells of, oldest first. */
export function seenSessions(app: App): Session[] {
  return app.store.sessions.all().filter((session) => isSeen(app, session));
}

/** Their ids, where that is not simply all of them. */
export function seenIds(app: App): string[] | undefined {
  return app.roots === undefined ? undefined : seenSessions(app).map(({ id }) => id);
}

function unnamed({ roots = [] }: App): Refusal {
  return new Refusal(
    'invalid_config',
    'This server works in many repositories, and the call names none.',
    `Give \`directory\` (in ${roots.join(' or ')}), or a session_id.`,
  );
}

// It is the same sentence whether or not there is such a directory: what lies outside is nobody's business.
function outOfBounds({ roots = [] }: App, directory: string): Refusal {
  return new Refusal(
    'out_of_bounds',
    `This server does not work in ${directory.slice(0, 200)}.`,
    `Name a repository in ${roots.join(' or ')}.`,
  );
}
