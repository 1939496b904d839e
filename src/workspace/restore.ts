import { type Bystander, indexRecord, overlay } from './bystanders.js';
import { exists } from './exists.js';
import { GitFailure, git } from './git.js';
import { rememberTimes } from './move-forward.js';
import { filePath, type PathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';
import { forceIntoSnapshot, type PrivateIndex, privateCall, takeSnapshot } from './snapshot.js';
import { diffTrees, type TreeChange } from './tree-diff.js';

export interface RestoreRequest {
  readonly repository: Repository;
  readonly index: PrivateIndex;
  /** The tree that the working directory shall hold. */
  readonly target: string;
  /** Paths that stay as they are, whatever `target` says. */
  readonly bystanders: readonly Bystander[];
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
 * @throws GitFailure when files keep changing under the hands of somebody else.
 */
export async function restoreWorktree(request: RestoreRequest): Promise<void> {
  let failure: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      if (await restoreOnce(request)) return;
    } catch (error) {
      // git checks every file before it touches the first one: somebody wrote in between, so look again.
      if (!(error instanceof GitFailure)) throw error;
      failure = error;
    }
  }
  throw failure ?? new Error('The working directory keeps changing while it is being restored.');
}

/** @returns whether the working directory is now known to be the target. */
async function restoreOnce(request: RestoreRequest): Promise<boolean> {
  const { repository, index, save } = request;
  const present = await snapshotWithHidden(request);
  const changes = await changesTo(request, present);
  if (changes.length === 0) return true;
  await save(present);
  const goal = await goalTree(request, present, changes);
  const moveForward = await rememberTimes(
    repository.root,
    changes.map((change) => change.path),
  );
  await git(['read-tree', '-m', '-u', present, goal], privateCall(repository, index));
  await moveForward();
  return !changes.some((change) => change.path.endsWith('.gitignore'));
}

/** The present tree, with ignored files that stand where the target has a file of its own. */
async function snapshotWithHidden(request: RestoreRequest): Promise<string> {
  const { repository, index } = request;
  const present = await takeSnapshot(repository, index);
  const added = (await changesTo(request, present)).filter((change) => change.kind === 'added');
  const hidden = await existingPaths(
    repository.root,
    added.map((change) => change.path),
  );
  if (hidden.length === 0) return present;
  await forceIntoSnapshot(repository, index, hidden);
  return takeSnapshot(repository, index);
}

async function changesTo(
  { repository, target, bystanders }: RestoreRequest,
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

async function existingPaths(root: string, paths: readonly PathBytes[]): Promise<PathBytes[]> {
  const isThere = await Promise.all(paths.map((path) => exists(filePath(root, path))));
  return paths.filter((_, at) => isThere[at]);
}
