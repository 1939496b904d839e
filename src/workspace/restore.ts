import { type Bystander, indexRecord, overlay } from './bystanders.js';
import { GitFailure, git } from './git.js';
import { inTheWayOf } from './in-the-way.js';
import type { Repository } from './repository.js';
import { forceIntoSnapshot, type PrivateIndex, privateCall, takeSnapshot } from './snapshot.js';
import { diffTrees, type TreeChange } from './tree-diff.js';

/** A tree to come to, and what stays as it is on the way. */
export interface RestoreTarget {
  readonly repository: Repository;
  readonly index: PrivateIndex;
  /** The tree that the working directory shall hold. */
  readonly target: string;
  /** Paths that stay as they are, whatever `target` says. */
  readonly bystanders: readonly Bystander[];
}

export interface RestoreRequest extends RestoreTarget {
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
 * @throws GitFailure when files keep changing under the hands of somebody else.
 */
export async function restoreWorktree(request: RestoreRequest): Promise<void> {
  let failure: unknown;
  let isUncovered = false;
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      if (await restoreOnce(request, isUncovered)) return;
      isUncovered = true;
    } catch (error) {
      // git checks every file before it touches the first one: somebody wrote in between, so look again.
      if (!(error instanceof GitFailure)) throw error;
      failure = error;
    }
  }
  throw failure ?? new Error('The working directory keeps changing while it is being restored.');
}

/** @returns whether the working directory is now known to be the target. */
async function restoreOnce(request: RestoreRequest, isUncovered: boolean): Promise<boolean> {
  const { repository, index, save } = request;
  const present = await snapshotWithHidden(request);
  const changes = await changesTo(request, present);
  if (changes.length === 0) return true;
  await save(present, isUncovered);
  const goal = await goalTree(request, present, changes);
  await git(['read-tree', '-m', '-u', present, goal], privateCall(repository, index));
  return !changes.some((change) => change.path.endsWith('.gitignore'));
}

/** The present tree, with ignored files that stand where the target has a file or a directory of its own. */
export async function snapshotWithHidden(request: RestoreTarget): Promise<string> {
  const { repository, index } = request;
  const present = await takeSnapshot(repository, index);
  const added = (await changesTo(request, present)).filter((change) => change.kind === 'added');
  const hidden = await inTheWayOf(
    repository.root,
    added.map((change) => change.path),
  );
  if (hidden.length === 0) return present;
  await forceIntoSnapshot(repository, index, hidden);
  return takeSnapshot(repository, index);
}

async function changesTo(
  { repository, target, bystanders }: RestoreTarget,
  present: string,
): Promise<TreeChange[]> {
  const left = new Set(bystanders.map((each) => each.path));
  return (await diffTrees(repository, present, target)).filter((change) => !left.has(change.path));
}

function goalTree(request: RestoreRequest, present: string, changes: readonly TreeChange[]): Promise<string> {
  if (request.bystanders.length === 0) return Promise.resolve(request.target);
  const records = changes.map(({ path, newMode, newId }) => indexRecord(path, { mode: newMode, id: newId }));
  return overlay(request.repository, present, records, request.scratch);
}
