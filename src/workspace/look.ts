import type { Repository } from './repository.js';
import { forgetInSnapshot, ignoredOf, type PrivateIndex, type Snapshot, takeSnapshot } from './snapshot.js';
import { diffTrees, type TreeChange } from './tree-diff.js';

/** A snapshot, and how it differs from a tree that is known. */
export interface Look extends Snapshot {
  readonly changes: readonly TreeChange[];
}

/**
 * Look at the working directory, compared with a tree.
 *
 * The private index goes on tracking what an earlier snapshot has brought in, also when it is ignored by now. Such a
 * file is no change: an ignored file that the tree does not have is left out.
 *
 * @param base the tree to compare with.
 * @param former a tree that the directory is known to have held: its files are not left out.
 */
export async function lookAt(
  repository: Repository,
  index: PrivateIndex,
  base: string,
  former: string = base,
): Promise<Look> {
  const snapshot = await takeSnapshot(repository, index);
  const changes = await diffTrees(repository, base, snapshot.tree);
  const own = new Set((await diffTrees(repository, base, former)).map((change) => change.path));
  const added = changes.filter((change) => change.kind === 'added' && !own.has(change.path));
  const stale = await ignoredOf(
    repository,
    index,
    added.map((change) => change.path),
  );
  if (stale.length === 0) return { ...snapshot, changes };
  await forgetInSnapshot(repository, index, stale);
  return lookAt(repository, index, base, former);
}
