import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { displayPath, type PathBytes } from './path-bytes.js';

/** What stays in an arm although no tree holds it. */
export interface Kept {
  /** Paths below the arm's root; directories may end in '/'. */
  readonly paths: readonly PathBytes[];
  /** Globs relative to the session's directory. */
  readonly cache: readonly string[];
  /** The session's directory below the root. */
  readonly prefix: string;
}

type Verdict = 'keep' | 'remove' | 'look inside';

/**
 * Remove files and directories from an arm, but for what is to be kept.
 *
 * @param extras paths below the root, directories ending in '/'.
 */
export async function removeExtras(root: string, extras: readonly PathBytes[], kept: Kept): Promise<void> {
  const judge = judgeOf(kept);
  for (const extra of extras) await removeExtra(root, displayPath(extra).replace(/\/$/, ''), judge);
}

async function removeExtra(root: string, path: string, judge: (path: string) => Verdict): Promise<void> {
  const verdict = judge(path);
  if (verdict === 'keep') return;
  const absolute = join(root, path);
  const isDirectory = (await lstat(absolute).catch(() => undefined))?.isDirectory() ?? false;
  if (verdict === 'remove' || !isDirectory) return removeAll(absolute, isDirectory);
  for (const name of await readdir(absolute)) await removeExtra(root, `${path}/${name}`, judge);
}

async function removeAll(absolute: string, isDirectory: boolean): Promise<void> {
  // The code under test may have taken away the permission to look inside.
  if (isDirectory) await chmod(absolute, 0o700).catch(() => undefined);
  await rm(absolute, { recursive: true, force: true, maxRetries: 3 });
}

function judgeOf(kept: Kept): (path: string) => Verdict {
  const paths = kept.paths.map((path) => displayPath(path).replace(/\/$/, ''));
  const isCache = kept.cache.length === 0 ? () => false : picomatch([...kept.cache], { dot: true });
  return (path) => {
    if (paths.some((each) => path === each || path.startsWith(`${each}/`))) return 'keep';
    if (path.startsWith(kept.prefix) && isCache(path.slice(kept.prefix.length))) return 'keep';
    // A glob can match at any depth, so with a cache every directory is looked through.
    const holdsKept = kept.cache.length > 0 || paths.some((each) => each.startsWith(`${path}/`));
    return holdsKept ? 'look inside' : 'remove';
  };
}
