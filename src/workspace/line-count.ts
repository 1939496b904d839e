import { git } from './git.js';
import type { Repository } from './repository.js';

/** Lines that a difference adds and removes; binary files count for nothing. */
export interface LineCount {
  readonly added: number;
  readonly removed: number;
}

export async function countLines(repository: Repository, from: string, to: string): Promise<LineCount> {
  const output = await git(['diff-tree', '-r', '--numstat', '--no-renames', from, to], {
    cwd: repository.root,
  });
  const counts = output.toString('latin1').split('\n').map(parseLine);
  const sum = (pick: (count: LineCount) => number) => counts.reduce((total, count) => total + pick(count), 0);
  return { added: sum((count) => count.added), removed: sum((count) => count.removed) };
}

// `<added>\t<removed>\t<path>`, with '-' for a binary file.
function parseLine(line: string): LineCount {
  const [added = '', removed = ''] = line.split('\t');
  return { added: Number(added) || 0, removed: Number(removed) || 0 };
}
