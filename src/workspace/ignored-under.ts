import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { UnseenPlace } from './indexed-place.js';
import { filePath, type PathBytes, parentsOf } from './path-bytes.js';
import { ignoredOf } from './snapshot.js';
import type { TreeChange } from './tree-diff.js';
import { treeFiles } from './tree-files.js';
import { writeCopies } from './write-copies.js';

const ignoreFile = '.gitignore'.length;

/** Whether a path says what git ignores. */
export function isIgnoreFile(path: PathBytes): boolean {
  return path === '.gitignore' || path.endsWith('/.gitignore');
}

/**
 * New files of a tree that only come to light because it ignores less than another one.
 *
 * @param changes lead from the other tree to it.
 */
export function uncovered(
  place: UnseenPlace,
  other: string,
  changes: readonly TreeChange[],
): Promise<PathBytes[]> {
  const isOther = changes.some(({ path }) => isIgnoreFile(path));
  const added = changes.filter(({ kind, path }) => isOther && kind === 'added' && !isIgnoreFile(path));
  return ignoredUnder(
    place,
    other,
    added.map(({ path }) => path),
  );
}

/**
 * Those of some files that git would ignore if the ignore files were those of a tree, and nothing was tracked. They need
 * not be there.
 */
export async function ignoredUnder(
  { repository, index, scratch }: UnseenPlace,
  tree: string,
  paths: readonly PathBytes[],
): Promise<PathBytes[]> {
  if (paths.length === 0) return [];
  const above = new Set(paths.flatMap((path) => ['', ...parentsOf(path).map((parent) => `${parent}/`)]));
  const files = (await treeFiles(repository, tree)).filter(
    // git follows no link to such a file.
    ({ path, mode }) => mode.startsWith('100') && isIgnoreFile(path) && above.has(path.slice(0, -ignoreFile)),
  );
  const root = `${scratch}-rules`;
  await rm(root, { recursive: true, force: true });
  try {
    await mkdir(root, { recursive: true });
    for (const { path } of files) {
      await mkdir(filePath(root, parentsOf(path).at(-1) ?? ''), { recursive: true });
      await writeFile(filePath(root, path), '');
    }
    await writeCopies(repository, root, files);
    return await ignoredOf({ ...repository, root }, index, paths);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
