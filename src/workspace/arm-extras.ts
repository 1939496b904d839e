import type { Dirent } from 'node:fs';
import { chmod, lstat, readdir, rm, rmdir } from 'node:fs/promises';
import picomatch from 'picomatch';
import { displayPath, filePath, type PathBytes } from './path-bytes.js';

/** What stays in an arm although no tree holds it. */
export interface Kept {
  /** Paths below the arm's root; directories may end in '/'. */
  readonly paths: readonly PathBytes[];
  /** Globs relative to the session's directory. */
  readonly cache: readonly string[];
  /** The session's directory below the root. */
  readonly prefix: string;
}

type Fate = 'keep' | 'remove' | 'look inside';

/**
 * Everything below a directory that is not in a list of files: what git never shows, too, such as empty directories
 * and whatever is called `.git`. A directory that holds nothing else is given as itself.
 */
export async function findExtras(root: string, files: readonly PathBytes[]): Promise<PathBytes[]> {
  const known = new Set(files);
  const directories = directoriesOf(files);
  const extras: PathBytes[] = [];
  const pending = [''];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const entry of await entriesOf(root, directory)) {
      const path = directory + entry.name;
      // A submodule's place is known by its own name, and nothing in it belongs there.
      const isKnown = directories.has(path) || known.has(path);
      if (entry.isDirectory() && isKnown) pending.push(`${path}/`);
      else if (entry.isDirectory() || !known.has(path)) extras.push(path);
    }
  }
  return extras;
}

function directoriesOf(files: readonly PathBytes[]): Set<PathBytes> {
  const directories = new Set<PathBytes>();
  for (const file of files) {
    for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
      const directory = file.slice(0, at);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  return directories;
}

function entriesOf(root: string, directory: PathBytes): Promise<Dirent[]> {
  const path = filePath(root, directory);
  const options = { encoding: 'latin1', withFileTypes: true } as const;
  return readdir(path, options).catch(async () => {
    // The code under test may have taken away the permission to look inside.
    await chmod(path, 0o755);
    return readdir(path, options);
  });
}

/**
 * Remove files and directories from an arm, but for what is to be kept.
 *
 * @param extras paths below the root.
 */
export async function removeExtras(root: string, extras: readonly PathBytes[], kept: Kept): Promise<void> {
  const fateOf = compile(kept);
  for (const extra of extras) await removeExtra(root, extra, fateOf);
}

async function removeExtra(root: string, path: PathBytes, fateOf: (path: PathBytes) => Fate): Promise<void> {
  const fate = fateOf(path);
  if (fate === 'keep') return;
  const absolute = filePath(root, path);
  const isDirectory = (await lstat(absolute)).isDirectory();
  if (!isDirectory) return rm(absolute, { force: true });
  // The code under test may have closed it, or one inside it.
  await chmod(absolute, 0o755);
  for (const entry of await entriesOf(root, path)) await removeExtra(root, `${path}/${entry.name}`, fateOf);
  await rmdir(absolute).catch((error: NodeJS.ErrnoException) => {
    if (fate === 'remove' || error.code !== 'ENOTEMPTY') throw error;
  });
}

function compile(kept: Kept): (path: PathBytes) => Fate {
  const paths = kept.paths.map((path) => path.replace(/\/$/, ''));
  const globs = kept.cache.map((glob) => glob.replace(/^\.\//, '').replace(/\/$/, ''));
  const isCache = globs.length === 0 ? () => false : picomatch(globs, { dot: true, flags: 's' });
  return (path) => {
    if (paths.some((each) => path === each || path.startsWith(`${each}/`))) return 'keep';
    const text = displayPath(path);
    if (text.startsWith(kept.prefix) && isCache(text.slice(kept.prefix.length))) return 'keep';
    // A glob can match at any depth, so with a cache every directory is looked through.
    const holdsKept = globs.length > 0 || paths.some((each) => each.startsWith(`${path}/`));
    return holdsKept ? 'look inside' : 'remove';
  };
}
