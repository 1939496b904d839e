import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { indexRecord } from './bystanders.js';
import { exists } from './exists.js';
import { git } from './git.js';
import { displayPath, joinNul, type PathBytes } from './path-bytes.js';
import { gitlinkMode, type TreeChange } from './tree-diff.js';

/**
 * Check out in submodules what a tree says that they are at. One with changes of its own in the way, or without that
 * commit, stays as it is: what is in a submodule is not the session's to lose.
 *
 * @param scratch path for a temporary index.
 */
export async function moveSubmodules(
  root: string,
  changes: readonly TreeChange[],
  scratch: string,
): Promise<void> {
  for (const { path, newMode, newId } of changes) {
    if (newMode === gitlinkMode) await moveSubmodule(root, path, newId, scratch);
  }
}

async function moveSubmodule(root: string, path: PathBytes, commit: string, scratch: string): Promise<void> {
  const cwd = join(root, displayPath(path));
  if (!(await exists(join(cwd, '.git')))) return bringBack(root, path, commit, scratch);
  await git(['checkout', '--quiet', '--detach', commit], { cwd, okCodes: [0, 1, 128] });
}

/**
 * Fill the directory of a submodule that was removed from what git still has of it below `.git/modules`. One that was never
 * initialised, or that is to be fetched, stays empty.
 */
async function bringBack(root: string, path: PathBytes, commit: string, scratch: string): Promise<void> {
  // The user's index may not have it any more; nothing is asked of any other repository.
  const env = { GIT_INDEX_FILE: scratch, GIT_ALLOW_PROTOCOL: '' };
  const input = joinNul([indexRecord(path, { mode: gitlinkMode, id: commit })]);
  const args = ['submodule', '--quiet', 'update', '--no-fetch', '--checkout', '--', displayPath(path)];
  await rm(scratch, { force: true });
  try {
    await git(['update-index', '-z', '--index-info'], { cwd: root, env, input });
    await git(args, { cwd: root, env, okCodes: [0, 1, 128] });
  } finally {
    await rm(scratch, { force: true });
  }
}
