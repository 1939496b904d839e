import { chmod, lstat, readdir, rm } from 'node:fs/promises';
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

type Verdict = 'keep' | 'remove' | 'look inside';

/**
 * Remove files and directories from an arm, but for what is to be kept.
 *
 * @param extras paths below the root, directories ending in '/'.
 */
export async function removeExtras(root: string, extras: readonly PathBytes[], kept: Kept): Promise<void> {
  const judge = judgeOf(kept);
  for (const extra of extras) await removeExtra(root, extra.replace(/\/$/, ''), judge);
}

async function removeExtra(
  root: string,
  path: PathBytes,
  judge: (path: PathBytes) => Verdict,
): Promise<void> {
  const verdict = judge(path);
  if (verdict === 'keep') return;
  const absolute = filePath(root, path);
  const isDirectory = (await lstat(absolute).catch(() => undefined))?.isDirectory() ?? false;
  if (verdict === 'remove' || !isDirectory) return removeAll(absolute, isDirectory);
  for (const name of await readdir(absolute, 'buffer')) {
    await removeExtra(root, `${path}/${name.toString('latin1')}`, judge);
  }
}

async function removeAll(absolute: Buffer, isDirectory: boolean): Promise<void> {
  // The code under test may have taken away the permission to look inside.
  if (isDirectory) await chmod(absolute, 0o700).catch(() => undefined);
  await rm(absolute, { recursive: true, force: true, maxRetries: 3 });
}

function judgeOf(kept: Kept): (path: PathBytes) => Verdict {
  const paths = kept.paths.map((path) => path.replace(/\/$/, ''));
  const isCache = kept.cache.length === 0 ? () => false : picomatch([...kept.cache], { dot: true });
  return (path) => {
    if (paths.some((each) => path === each || path.startsWith(`${each}/`))) return 'keep';
    const text = displayPath(path);
    if (text.startsWith(kept.prefix) && isCache(text.slice(kept.prefix.length))) return 'keep';
    // A glob can match at any depth, so with a cache every directory is looked through.
    const holdsKept = kept.cache.length > 0 || paths.some((each) => each.startsWith(`${path}/`));
    return holdsKept ? 'look inside' : 'remove';
  };
}
