import { git } from './git.js';
import { type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';

/** A file of a tree; a link or a submodule is one, too. */
export interface TreeFile {
  readonly path: PathBytes;
  /** As git writes it, in octal. */
  readonly mode: string;
  readonly id: string;
}

/** All files of a tree, those of its directories included. */
export async function treeFiles(repository: Repository, tree: string): Promise<TreeFile[]> {
  const records = splitNul(await git(['ls-tree', '-r', '-z', tree], { cwd: repository.root }));
  // `<mode> <type> <id>\t<path>`
  return records.map((record) => {
    const [mode = '', , id = ''] = record.slice(0, record.indexOf('\t')).split(' ');
    return { path: record.slice(record.indexOf('\t') + 1), mode, id };
  });
}
