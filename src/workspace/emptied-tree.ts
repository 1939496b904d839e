import { overlay } from './bystanders.js';
import { git, gitLine } from './git.js';
import { type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';
import type { ScopeCheck } from './scope.js';

/** A regular file of a tree. */
export interface TreeFile {
  readonly path: PathBytes;
  readonly mode: string;
}

/** The regular files of a tree that the scope lets a candidate change. */
export async function editableFiles(
  repository: Repository,
  tree: string,
  check: ScopeCheck,
): Promise<TreeFile[]> {
  const records = splitNul(await git(['ls-tree', '-r', '-z', tree], { cwd: repository.root }));
  return records
    .map(parseEntry)
    .filter(({ path, mode }) => mode.startsWith('100') && check(path) === undefined);
}

// `<mode> <type> <id>\t<path>`
function parseEntry(record: string): TreeFile {
  return { mode: record.slice(0, 6), path: record.slice(record.indexOf('\t') + 1) };
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
