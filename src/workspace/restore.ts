import { lstat } from 'node:fs/promises';
import { lookAt } from './look.js';
import { obstacles } from './obstacles.js';
import { filePath, type PathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';
import { assertRoom } from './room.js';
import { forceIntoSnapshot, ignoredOf, type PrivateIndex, type Snapshot, takeSnapshot } from './snapshot.js';
import { diffTrees, type TreeChange } from './tree-diff.js';
import { writePaths } from './write-paths.js';

/** A tree to come to, and what stays as it is on the way. */
export interface RestoreTarget {
  readonly repository: Repository;
  readonly index: PrivateIndex;
  /** The tree that the working directory shall hold. */
  readonly target: string;
  /** A tree that the directory is known to have held: its files go, also where they are ignored by now. */
  readonly former: string;
  /** Whether a path stays as it is, whatever `target` says. */
  readonly isLeft: (path: PathBytes) => boolean;
}

export interface RestoreRequest extends RestoreTarget {
  /** What the working directory holds, if that has just been looked at. */
  readonly present?: Snapshot;
  /** Path for a temporary index. */
  readonly scratch: string;
  /**
   * Called with the working directory's tree before anything is written over it, to make it reachable.
   *
   * @param isUncovered whether new files may have come to light only because ignore rules were restored.
   */
  readonly save: (tree: string, isUncovered: boolean) => Promise<void>;
}

const attempts = 5;

/**
 * Bring the working directory to a tree, by the difference between two trees and nothing else: ignored files and
 * bystanders are not looked at. What was there is saved first.
 *
 * @throws Error when files keep changing under the hands of somebody else.
 */
export async function restoreWorktree(request: RestoreRequest): Promise<void> {
  let present = await withObstacles(request, request.present);
  let before: Snapshot | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (await restoreFrom(request, present, before)) return;
    before = present;
    present = await withObstacles(request);
  }
  throw new Error('The working directory keeps changing while it is being restored.');
}

/**
 * What the working directory holds, with ignored files that stand where the target has files or directories of its
 * own: these must make room, and are to be saved like everything else.
 */
export async function withObstacles(request: RestoreTarget, seen?: Snapshot): Promise<Snapshot> {
  const { repository, index, target, former } = request;
  const present = seen ?? (await lookAt(repository, index, target, former));
  const hidden = await obstacles(repository.root, await changesTo(request, present.tree));
  if (hidden.length === 0) return present;
  await forceIntoSnapshot(repository, index, hidden);
  return takeSnapshot(repository, index);
}

/** @returns whether the working directory is now known to be the target. */
async function restoreFrom(request: RestoreRequest, present: Snapshot, before?: Snapshot): Promise<boolean> {
  const { repository, save, scratch } = request;
  const changes = await changesTo(request, present.tree);
  if (changes.length === 0) return true;
  await assertRoom(repository, repository.root, changes);
  await save(present.tree, before !== undefined);
  // Seen twice, it is what is there, whatever the clock of a file server says.
  const isSettled = before?.tree === present.tree;
  if (!isSettled && (await isEditedSince(repository.root, changes, present.takenAt))) return false;
  const rules = changes.filter((change) => isIgnoreFile(change.path));
  if (rules.length > 0) {
    // What is to go goes while it can be seen; then the target's rules say what else there is.
    const first = changes.filter((change) => change.kind === 'deleted' || isIgnoreFile(change.path));
    await writePaths(repository, repository.root, first, scratch);
    return false;
  }
  await writePaths(repository, repository.root, changes, scratch);
  await trackIgnored(request, changes);
  return true;
}

/** A file of the target that its own rules ignore is one that a snapshot only sees if it is tracked already. */
async function trackIgnored(
  { repository, index }: RestoreTarget,
  changes: readonly TreeChange[],
): Promise<void> {
  const added = changes.filter((change) => change.kind === 'added').map((change) => change.path);
  await forceIntoSnapshot(repository, index, await ignoredOf(repository, index, added));
}

function isIgnoreFile(path: PathBytes): boolean {
  return path === '.gitignore' || path.endsWith('/.gitignore');
}

async function changesTo(
  { repository, target, isLeft }: RestoreTarget,
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
