import { git } from './git.js';
import type { Repository } from './repository.js';

const limit = 8_000;

/** The difference of two trees as people read it, cut to a bound. */
export async function textDiff(repository: Repository, from: string, to: string): Promise<string> {
  const args = ['diff-tree', '-p', '--no-color', '--no-ext-diff', '--no-textconv', '-M', from, to];
  const output = await git(args, { cwd: repository.root });
  const text = output.subarray(0, limit).toString('utf8');
  return output.length <= limit ? text : `${text}\n[… ${output.length - limit} bytes left out …]`;
}
