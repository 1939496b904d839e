import { existing } from './exists.js';
import { git } from './git.js';
import { setMarks } from './index-marks.js';
import type { PathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';
import { type PrivateIndex, privateCall } from './snapshot.js';

/**
 * Make a private index of a tree. The next snapshot reads every file anew.
 *
 * @param skipped paths that a sparse checkout leaves out, as far as they are not there all the same.
 */
export async function renewPrivateIndex(
  repository: Repository,
  index: PrivateIndex,
  tree: string,
  skipped: readonly PathBytes[],
): Promise<void> {
  const call = privateCall(repository, index);
  await git(['read-tree', '--reset', tree], call);
  const there = new Set(await existing(repository.root, skipped));
  await setMarks(call, { assumeUnchanged: [], skipWorktree: skipped.filter((path) => !there.has(path)) });
}
