import { lstat } from 'node:fs/promises';
import { lookAt } from './look.js';
import { obstacles } from './obstacles.js';
import { filePath, type PathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';
import { forceIntoSnapshot, type PrivateIndex, type Snapshot, takeSnapshot } from './snapshot.js';
import { diffTrees, type TreeChange } from './tree-diff.js';
import { writePaths } from './write-paths.js';

export interface RestoreRequest {
  readonly repository: Repository;
  readonly index: PrivateIndex;
  /** What the working directory holds, if that has just been looked at. */
  readonly present?: Snapshot;
  /** The tree that the working directory shall hold. */
  readonly target: string;
  /** Whether a path stays as it is, whatever `target` says. */
  readonly isLeft: (path: PathBytes) => boolean;
  /** Path for a temporary index. */
  readonly scratch: string;
  /** Called with the working directory's tree before anything is written over it, to make it reachable. */
  readonly save: (tree: string) => Promise<void>;
}

const attempts = 5;

/**
 * Bring the working directory to a tree, by the difference between two trees and nothing else: ignored files and
 * bystanders are not looked at. What was there is saved first.
 *
 * @throws Error when files keep changing under the hands of somebody else.
 */
export async function restoreWorktree(request: RestoreRequest): Promise<void> {
  const { repository, index } = request;
  let present: Snapshot = request.present ?? (await lookAt(repository, index, request.target));
  let before: Snapshot | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (await restoreFrom(request, present, before)) return;
    before = present;
    present = await takeSnapshot(repository, index);
  }
  throw new Error('The working directory keeps changing while it is being restored.');
}

/** @returns whether the working directory is now known to be the target. */
async function restoreFrom(request: RestoreRequest, present: Snapshot, before?: Snapshot): Promise<boolean> {
  const { repository, index, save, scratch } = request;
  const changes = await changesTo(request, present.tree);
  if (changes.length === 0) return true;
  const hidden = await obstacles(repository.root, changes);
  if (hidden.length > 0) {
    // Ignored files where the target has files of its own: the next snapshot holds them, so that they are saved.
    await forceIntoSnapshot(repository, index, hidden);
    return false;
  }
  // Seen twice, it is what is there, whatever the clock of a file server says.
  const isSettled = before?.tree === present.tree;
  if (!isSettled && (await isEditedSince(repository.root, changes, present.takenAt))) return false;
  await save(present.tree);
  await writePaths(repository, repository.root, changes, scratch);
  // Other ignore rules bring other files to light.
  return !changes.some((change) => change.path.endsWith('.gitignore'));
}

async function changesTo(
  { repository, target, isLeft }: RestoreRequest,
  present: string,
): Promise<TreeChange[]> {
  return (await diffTrees(repository, present, target)).filter((change) => !isLeft(change.path));
}

/** Whether somebody wrote a file after the snapshot was begun. A change time cannot be set back. */
async function isEditedSince(
  root: string,
  changes: readonly TreeChange[],
  takenAt: number,
): Promise<boolean> {
  const found = await Promise.all(
    changes.map((change) => lstat(filePath(root, change.path)).catch(() => undefined)),
  );
  return found.some((file) => file !== undefined && file.ctimeMs >= takenAt);
}
