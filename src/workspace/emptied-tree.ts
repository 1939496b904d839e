import { overlay } from './bystanders.js';
import { gitLine } from './git.js';
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

/** The same tree with some files emptied: what a command gives for it tells whether it reads them. */
export async function emptiedTree(
  repository: Repository,
  tree: string,
  files: readonly TreeFile[],
  scratch: string,
): Promise<string> {
  const empty = await gitLine(['hash-object', '-w', '--stdin'], { cwd: repository.root, input: '' });
  return overlay(
    repository,
    tree,
    files.map(({ mode, path }) => `${mode} ${empty}\t${path}`),
    scratch,
  );
}
