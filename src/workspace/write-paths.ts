import { realpath, rm, rmdir, unlink } from 'node:fs/promises';
import { indexRecord } from './bystanders.js';
import { git } from './git.js';
import { rememberTimes } from './move-forward.js';
import { filePath, joinNul, type PathBytes, parentsOf } from './path-bytes.js';
import type { Repository } from './repository.js';
import { gitlinkMode, type TreeChange } from './tree-diff.js';

/**
 * Carry a tree difference out on the files of a directory. Other files are not even looked at, so that it takes as
 * long as the difference is large, whatever the size of the repository. git writes the files: attributes, line ends,
 * filters, links and modes are its business. A file that is replaced gets at least a second younger.
 *
 * @param worktree a directory whose files are those of the difference's old side.
 * @param scratch path for a temporary index.
 * @param standing directories that stay, also without a file.
 */
export async function writePaths(
  repository: Repository,
  worktree: string,
  changes: readonly TreeChange[],
  scratch: string,
  standing: ReadonlySet<PathBytes> = new Set(),
): Promise<void> {
  // A repository of its own is never removed: nobody has a copy of what is in it.
  const deleted = changes.filter((change) => change.kind === 'deleted' && change.oldMode !== gitlinkMode);
  const moveForward = await rememberTimes(worktree, changes);
  for (const { path } of deleted) await removePath(worktree, path, standing);
  const written = changes.filter((change) => change.kind !== 'deleted');
  if (written.length === 0) return;
  const env = { GIT_DIR: repository.gitDir, GIT_WORK_TREE: worktree, GIT_INDEX_FILE: scratch };
  const records = written.map(({ path, newMode, newId }) => indexRecord(path, { mode: newMode, id: newId }));
  // An index of these paths alone: reading and writing the whole one would take longer than all the rest.
  await rm(scratch, { force: true });
  try {
    await git(['update-index', '-z', '--index-info'], { cwd: worktree, env, input: joinNul(records) });
    await git(['checkout-index', '--all', '--force', '--quiet'], { cwd: worktree, env });
  } finally {
    await rm(scratch, { force: true });
  }
  await moveForward();
}

/** Remove a file, and the directories that are empty without it. */
async function removePath(
  worktree: string,
  path: PathBytes,
  standing: ReadonlySet<PathBytes>,
): Promise<void> {
  if (!(await isReallyBelow(worktree, path))) return;
  await unlink(filePath(worktree, path)).catch(unlessGone);
  await removeEmptyParents(worktree, path, standing);
}

/** Whether a file is where its path says: never write through a link that leads out of the directory. */
async function isReallyBelow(worktree: string, path: PathBytes): Promise<boolean> {
  const parent = path.split('/').slice(0, -1).join('/');
  const [real, root] = await Promise.all(
    [parent, ''].map((each) => realpath(filePath(worktree, each), 'buffer').catch(() => undefined)),
  );
  if (real === undefined || root === undefined) return false;
  return `${real.toString('latin1')}/`.startsWith(`${root.toString('latin1')}/`);
}

async function removeEmptyParents(
  worktree: string,
  path: PathBytes,
  standing: ReadonlySet<PathBytes>,
): Promise<void> {
  for (const parent of parentsOf(path).reverse()) {
    const isRemoved =
      !standing.has(parent) &&
      (await rmdir(filePath(worktree, parent)).then(
        () => true,
        () => false,
      ));
    if (!isRemoved) return;
  }
}

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
