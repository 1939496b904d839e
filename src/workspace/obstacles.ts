import { lstat, readdir } from 'node:fs/promises';
import { filePath, type PathBytes } from './path-bytes.js';
import type { TreeChange } from './tree-diff.js';

/**
 * Files that nobody tracks and that stand where a tree difference would write one of its own: writing would lose them.
 *
 * @param changes the difference; what it deletes is not in the way.
 */
export async function obstacles(root: string, changes: readonly TreeChange[]): Promise<PathBytes[]> {
  const leaving = new Set(changes.filter((change) => change.kind === 'deleted').map((change) => change.path));
  const added = changes.filter((change) => change.kind === 'added').map((change) => change.path);
  const found = await Promise.all(added.map((path) => obstaclesOf(root, path)));
  return [...new Set(found.flat().filter((path) => !leaving.has(path)))];
}

async function obstaclesOf(root: string, path: PathBytes): Promise<PathBytes[]> {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const place = parts.slice(0, depth).join('/');
    const found = await lstat(filePath(root, place)).catch(() => undefined);
    if (found === undefined) return [];
    if (!found.isDirectory()) return [place];
  }
  return filesBelow(root, path);
}

async function filesBelow(root: string, directory: PathBytes): Promise<PathBytes[]> {
  const entries = await readdir(filePath(root, directory), { withFileTypes: true, encoding: 'buffer' });
  const below = entries.map((entry) => {
    const path = `${directory}/${entry.name.toString('latin1')}`;
    return entry.isDirectory() ? filesBelow(root, path) : Promise.resolve([path]);
  });
  return (await Promise.all(below)).flat();
}
