import { readdir, rename } from 'node:fs/promises';
import { displayPath, filePath, type PathBytes, toPathBytes } from './path-bytes.js';
import type { RestoreTarget } from './restore-target.js';
import { treeFiles } from './tree-files.js';

/**
 * Give files and directories the names that they have in a tree, where they differ by case alone: to git, and to a file system
 * that takes both for one, such a rename is no change.
 */
export async function restoreNames({
  repository,
  target,
  isLeft,
  ignoresCase,
}: RestoreTarget): Promise<void> {
  if (ignoresCase !== true) return;
  const paths = (await treeFiles(repository, target)).map(({ path }) => path).filter((path) => !isLeft(path));
  // From the top: what is below a directory is found by its right name.
  for (const [directory, names] of namesByDirectory(paths)) {
    await renameWithin(repository.root, directory, names);
  }
}

/** Names of files and directories, by the directory they are in; '' is the root, and parents come before what they hold. */
function namesByDirectory(paths: readonly PathBytes[]): Map<PathBytes, Set<PathBytes>> {
  const byDirectory = new Map<PathBytes, Set<PathBytes>>();
  for (const path of paths) {
    const parts = path.split('/');
    for (const [depth, name] of parts.entries()) {
      const directory = parts.slice(0, depth).join('/');
      byDirectory.set(directory, (byDirectory.get(directory) ?? new Set()).add(name));
    }
  }
  return new Map([...byDirectory].sort(([a], [b]) => a.split('/').length - b.split('/').length));
}

async function renameWithin(
  root: string,
  directory: PathBytes,
  wanted: ReadonlySet<PathBytes>,
): Promise<void> {
  const absolute = filePath(root, directory);
  const found = await readdir(absolute, 'latin1').catch(() => []);
  const present = new Set(found);
  const missing = [...wanted].filter((name) => !present.has(name));
  if (missing.length === 0) return;
  const others = new Map(found.filter((name) => !wanted.has(name)).map((name) => [folded(name), name]));
  const prefix = directory === '' ? '' : `${directory}/`;
  for (const name of missing) {
    const other = others.get(folded(name));
    if (other !== undefined) await rename(filePath(root, prefix + other), filePath(root, prefix + name));
  }
}

function folded(name: PathBytes): PathBytes {
  return toPathBytes(displayPath(name).toLowerCase());
}
