import { lstat } from 'node:fs/promises';
import { filePath, type PathBytes } from './path-bytes.js';

type Kind = 'nothing' | 'directory' | 'other';

/**
 * What must go before files can be written: whatever is at their paths, and what is no directory (a link to one, say)
 * above them.
 */
export async function inTheWayOf(root: string, paths: readonly PathBytes[]): Promise<PathBytes[]> {
  const seen = new Map<PathBytes, Promise<Kind>>();
  const kindOf = (path: PathBytes) => {
    const kind = seen.get(path) ?? look(root, path);
    seen.set(path, kind);
    return kind;
  };
  const found = await Promise.all(paths.map((path) => obstacleOf(path, kindOf)));
  return [...new Set(found.filter((path) => path !== undefined))];
}

async function obstacleOf(
  path: PathBytes,
  kindOf: (path: PathBytes) => Promise<Kind>,
): Promise<PathBytes | undefined> {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const above = parts.slice(0, depth).join('/');
    const kind = await kindOf(above);
    if (kind === 'nothing') return undefined;
    if (kind === 'other' || depth === parts.length) return above;
  }
  return undefined;
}

async function look(root: string, path: PathBytes): Promise<Kind> {
  const found = await lstat(filePath(root, path)).catch(() => undefined);
  if (found === undefined) return 'nothing';
  return found.isDirectory() ? 'directory' : 'other';
}
