import { openDirectories } from './open-directories.js';
import { applyPermissions } from './permissions.js';
import type { RestoreTarget } from './restore-target.js';
import { moveSubmodules } from './submodule-heads.js';
import type { TreeChange } from './tree-diff.js';
import { treeFiles } from './tree-files.js';
import { leftOut } from './unseen.js';
import { writeCopies } from './write-copies.js';
import { writePaths } from './write-paths.js';

/**
 * Carry a difference out on the working directory. Its files are then what they were, also where git would have written
 * something else.
 */
export async function carryOut(request: RestoreTarget, changes: readonly TreeChange[]): Promise<void> {
  const { repository, unseen, scratch, skipped } = request;
  const { root } = repository;
  const isOut = leftOut(unseen, skipped);
  const done = changes.map((change) =>
    isOut(change.path) ? ({ ...change, kind: 'deleted' } as const) : change,
  );
  const written = done.filter((change) => change.kind !== 'deleted');
  const paths = written.map((change) => change.path);
  const closeDirectories = openDirectories(
    root,
    changes.map((change) => change.path),
  );
  await writePaths(repository, root, done, scratch, new Set(unseen?.directories));
  await moveSubmodules(root, written, scratch);
  if (unseen !== undefined && unseen.converts !== 'none') {
    const wanted = new Set(paths);
    const copies = await treeFiles(repository, unseen.bytes);
    await writeCopies(
      repository,
      root,
      copies.filter((copy) => wanted.has(copy.path)),
    );
  }
  closeDirectories();
  if (unseen !== undefined) applyPermissions(root, unseen.permissions, paths);
}
