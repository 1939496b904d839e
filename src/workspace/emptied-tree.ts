import { indexRecord, overlay } from './bystanders.js';
import { emptiedBlobs } from './emptied-blobs.js';
import type { Repository } from './repository.js';
import type { ScopeCheck } from './scope.js';
import { type TreeFile, treeFiles } from './tree-files.js';

/** The regular files of a tree that the scope lets a candidate change. */
export async function editableFiles(
  repository: Repository,
  tree: string,
  check: ScopeCheck,
): Promise<TreeFile[]> {
  const files = await treeFiles(repository, tree);
  return files.filter(({ path, mode }) => mode.startsWith('100') && check(path) === undefined);
}

/** The same tree with some files emptied, as far as git can write these: what a command gives for it tells whether it reads them. */
export async function emptiedTree(
  repository: Repository,
  tree: string,
  files: readonly TreeFile[],
  scratch: string,
): Promise<string> {
  const blobs = await emptiedBlobs(
    repository,
    files.map(({ path }) => path),
  );
  return overlay(
    repository,
    tree,
    files.flatMap(({ mode, path }) => {
      const id = blobs.get(path);
      return id === undefined ? [] : [indexRecord(path, { mode, id })];
    }),
    scratch,
  );
}
