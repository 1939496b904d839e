import { lstat, readdir } from 'node:fs/promises';
import { Refusal } from '../errors.js';
import { filePath, type PathBytes, parentsOf } from './path-bytes.js';
import { gitlinkMode, type TreeChange } from './tree-diff.js';

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
    // A pipe or a socket holds nothing that could be saved.
    if (!found.isDirectory()) return found.isFile() || found.isSymbolicLink() ? [place] : [];
  }
  return filesBelow(root, path);
}

async function filesBelow(root: string, directory: PathBytes): Promise<PathBytes[]> {
  const entries = await readdir(filePath(root, directory), { withFileTypes: true, encoding: 'buffer' });
  const below = entries.map((entry) => {
    const path = `${directory}/${entry.name.toString('latin1')}`;
    if (entry.isDirectory()) return filesBelow(root, path);
    return Promise.resolve(entry.isFile() || entry.isSymbolicLink() ? [path] : []);
  });
  return (await Promise.all(below)).flat();
}

/**
 * See that no repository of its own stands where a tree difference would write: git cannot save what is in it.
 *
 * @throws Refusal `dirty_worktree`
 */
export function assertNoRepositories(changes: readonly TreeChange[]): void {
  const leaving = changes.filter(
    ({ oldMode, newMode }) => oldMode === gitlinkMode && newMode !== gitlinkMode,
  );
  if (leaving.length === 0) return;
  const written = changes.filter((change) => change.kind !== 'deleted').map((change) => change.path);
  const taken = new Set(written.flatMap((path) => [path, ...parentsOf(path)]));
  if (!leaving.some(({ path }) => taken.has(path))) return;
  throw new Refusal(
    'dirty_worktree',
    'A git repository of its own stands where the session has other files.',
    'Move it out of the way (`git status` shows it), and call again.',
  );
}
