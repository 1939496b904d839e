import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import picomatch from 'picomatch';
import { displayPath, filePath, type PathBytes, toPathBytes } from './path-bytes.js';

/** What stays in an arm although no tree holds it. */
export interface Kept {
  /** Paths below the arm's root; directories may end in '/'. */
  readonly paths: readonly PathBytes[];
  /** Globs relative to the session's directory; directories may end in '/'. */
  readonly cache: readonly string[];
  /** The session's directory below the root. */
  readonly prefix: string;
}

type Fate = 'keep' | 'remove' | 'look inside';

/**
 * Remove files and directories from an arm, but for what is to be kept.
 *
 * @param extras paths below the root, directories ending in '/'.
 */
export async function removeExtras(root: string, extras: readonly PathBytes[], kept: Kept): Promise<void> {
  const fateOf = compile(kept);
  for (const extra of extras) await removeExtra(root, extra.replace(/\/$/, ''), fateOf);
}

async function removeExtra(root: string, path: PathBytes, fateOf: (path: PathBytes) => Fate): Promise<void> {
  const fate = fateOf(path);
  if (fate === 'keep') return;
  const absolute = filePath(root, path);
  const isDirectory = (await lstat(absolute).catch(() => undefined))?.isDirectory() ?? false;
  if (fate === 'remove' || !isDirectory) return removeAll(absolute, isDirectory);
  for (const name of await readdir(absolute, 'latin1')) await removeExtra(root, `${path}/${name}`, fateOf);
}

async function removeAll(absolute: Buffer, isDirectory: boolean): Promise<void> {
  // The code under test may have taken away the permission to look inside.
  if (isDirectory) await chmod(absolute, 0o700).catch(() => undefined);
  await rm(absolute, { recursive: true, force: true, maxRetries: 3 });
}

function compile(kept: Kept): (path: PathBytes) => Fate {
  const paths = kept.paths.map((path) => path.replace(/\/$/, ''));
  const prefix = toPathBytes(kept.prefix);
  const globs = kept.cache.map((glob) => glob.replace(/\/$/, ''));
  const isCache = globs.length === 0 ? () => false : picomatch(globs, { dot: true });
  return (path) => {
    if (paths.some((each) => path === each || path.startsWith(`${each}/`))) return 'keep';
    if (path.startsWith(prefix) && isCache(displayPath(path.slice(prefix.length)))) return 'keep';
    // A glob can match at any depth, so with a cache every directory is looked through.
    const holdsKept = globs.length > 0 || paths.some((each) => each.startsWith(`${path}/`));
    return holdsKept ? 'look inside' : 'remove';
  };
}
