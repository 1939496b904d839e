import { git } from './git.js';
import type { Repository } from './repository.js';

/** The difference of two trees as people read it, as git prints it: unbounded, and with whatever bytes the files hold. */
export function textDiff(repository: Repository, from: string, to: string): Promise<Buffer> {
  const args = ['diff-tree', '-p', '--no-color', '--no-ext-diff', '--no-textconv', '-M', from, to];
  return git(args, { cwd: repository.root });
}
