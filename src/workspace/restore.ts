import { lstat } from 'node:fs/promises';
import { carryOut } from './carry-out.js';
import { convertedFiles, isAttributesFile } from './converted-files.js';
import { makeDirectories } from './empty-directories.js';
import { isIgnoreFile } from './ignored-under.js';
import { enterEntries, leaveOut } from './index-entries.js';
import { lookAt } from './look.js';
import { restoreNames } from './name-case.js';
import { assertNoRepositories, obstacles } from './obstacles.js';
import { filePath } from './path-bytes.js';
import { applyPermissions } from './permissions.js';
import { byteChanges, changesTo, pathsBetween, presentBytes } from './restore-changes.js';
import type { RestoreTarget } from './restore-target.js';
import { assertWritable } from './room.js';
import { forceIntoSnapshot, type Snapshot, takeSnapshot } from './snapshot.js';
import type { TreeChange } from './tree-diff.js';
import { leftOut } from './unseen.js';

export interface RestoreRequest extends RestoreTarget {
  /** What the working directory holds, if that has just been looked at. */
  readonly present?: Snapshot;
  /**
   * Called with the working directory's tree before anything is written over it, to make it reachable.
   *
   * @param isUncovered whether new files may have come to light only because ignore rules were restored.
   * @param bytes what it holds besides, as in {@link Unseen}; absent where git converts nothing.
   */
  readonly save: (tree: string, isUncovered: boolean, bytes?: string) => Promise<void>;
}

const attempts = 5;

/**
 * Bring the working directory to a tree, by the difference between two trees and, where that is known, by what these do
 * not say: bytes that git would write otherwise, permissions, empty directories. Ignored files and bystanders are not
 * looked at. What was there is saved first.
 *
 * @throws Error when files keep changing under the hands of somebody else.
 * @throws Refusal `dirty_worktree` where a repository of its own is in the way, `internal` where there is no room; nothing
 *   has changed then.
 * @throws GitFailure where a filter fails, most often before anything has changed.
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
  const changes = await changesTo(request, present.tree);
  assertNoRepositories(changes);
  const hidden = await obstacles(repository.root, changes);
  if (hidden.length === 0) return present;
  await forceIntoSnapshot(repository, index, hidden);
  return takeSnapshot(repository, index);
}

/** @returns whether the working directory is now known to be the target. */
async function restoreFrom(request: RestoreRequest, present: Snapshot, before?: Snapshot): Promise<boolean> {
  const { repository, save, unseen } = request;
  const ofTree = await changesTo(request, present.tree);
  const bytes = await presentBytes(request);
  const ofBytes = await byteChanges(request, bytes, new Set(ofTree.map((change) => change.path)));
  const changes = [...ofTree, ...ofBytes];
  if (changes.length > 0) {
    await assertWritable(request, changes);
    await save(present.tree, before !== undefined, bytes);
    // Seen twice, it is what is there, whatever the clock of a file server says.
    const isSettled = before?.tree === present.tree;
    if (!isSettled && (await isEditedSince(repository.root, changes, present.takenAt))) return false;
    if (await restoreRules(request, ofTree)) return false;
    await carryOut(request, changes);
    await settleIndex(request, changes);
  }
  await restoreNames(request);
  if (unseen !== undefined) {
    const made = await makeDirectories(repository.root, unseen.directories);
    const cutOff = await pathsBetween(request);
    applyPermissions(repository.root, unseen.permissions, [...made, ...cutOff]);
  }
  return true;
}

/**
 * What says how git reads other files comes first, and what is to go goes while it can be seen. Then the target's rules
 * say what else there is.
 *
 * @returns whether there was any of it.
 */
async function restoreRules(request: RestoreTarget, changes: readonly TreeChange[]): Promise<boolean> {
  const isRule = ({ path }: TreeChange) => isIgnoreFile(path) || isAttributesFile(path);
  if (!changes.some(isRule)) return false;
  const isRead = changes.some(({ path }) => isAttributesFile(path));
  const converts = request.unseen?.converts === 'all' ? 'all' : 'some';
  const reread = isRead ? await convertedFiles(request, converts) : [];
  await carryOut(
    request,
    changes.filter((change) => change.kind === 'deleted' || isRule(change)),
  );
  // git must not go by what it made of these under the other rules.
  await enterEntries(request, reread);
  return true;
}

/** Let the next snapshot see the target where the target is. */
async function settleIndex(request: RestoreTarget, changes: readonly TreeChange[]): Promise<void> {
  const { unseen, skipped } = request;
  const isOut = leftOut(unseen, skipped);
  const entries = changes.map(({ path, kind, newMode, newId }) => ({ path, kind, mode: newMode, id: newId }));
  await leaveOut(
    request,
    entries.filter(({ path }) => isOut(path)),
  );
  // What git makes of line ends, of a name in another case and of an ignored file depends on the entry that it has.
  await enterEntries(
    request,
    entries.filter(({ path }) => !isOut(path)),
  );
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
