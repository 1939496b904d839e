import { join } from 'node:path';
import { exists } from './exists.js';
import { git } from './git.js';
import { displayPath, type PathBytes } from './path-bytes.js';
import { gitlinkMode, type TreeChange } from './tree-diff.js';

/**
 * Check out in submodules what a tree says that they are at. One with changes of its own in the way, or without that
 * commit, stays as it is: what is in a submodule is not the session's to lose.
 */
export async function moveSubmodules(root: string, changes: readonly TreeChange[]): Promise<void> {
  for (const { path, newMode, newId } of changes) {
    if (newMode === gitlinkMode) await moveSubmodule(root, path, newId);
  }
}

async function moveSubmodule(root: string, path: PathBytes, commit: string): Promise<void> {
  const cwd = join(root, displayPath(path));
  if (!(await exists(join(cwd, '.git')))) return;
  await git(['checkout', '--quiet', '--detach', commit], { cwd, okCodes: [0, 1, 128] });
}
