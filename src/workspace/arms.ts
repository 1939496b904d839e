import { mkdir, rm, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findExtras, removeExtras } from './arm-extras.js';
import { type ArmNumber, type ArmState, readArmStates, statePath, writeArmState } from './arm-state.js';
import { type GitCall, git } from './git.js';
import { displayPath, filePath, type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';
import { diffTrees, type TreeChange } from './tree-diff.js';

export type { ArmNumber } from './arm-state.js';

/** The pair of directories in which a session's samples are taken. */
export interface Arms {
  readonly repository: Repository;
  /** Holds the two arms. Neither its name nor theirs says anything to the code in them. */
  readonly directory: string;
  /** Holds what the code in the arms must not see: their indexes and their state. */
  readonly stateDirectory: string;
  /** Dependency directories to link, below the repository's root. */
  readonly share: readonly PathBytes[];
  /** Globs of what may stay from one run to the next, relative to the session's directory. */
  readonly cache: readonly string[];
}

/** The directory of an arm in which commands run. */
function armDirectory(arms: Arms, state: ArmState): string {
  return join(arms.directory, state.name, arms.repository.prefix);
}

/**
 * Make an arm hold exactly a tree: changed files are rewritten, everything that does not belong is removed, and the
 * dependencies are linked. Whatever a run before left behind, or a kill in the middle, is put right.
 *
 * @returns the working directory for commands.
 */
export async function syncArm(arms: Arms, arm: ArmNumber, tree: string): Promise<string> {
  const state = await readState(arms, arm);
  const root = join(arms.directory, state.name);
  await mkdir(root, { recursive: true });
  const kept = { paths: [...arms.share, ...state.made], cache: arms.cache, prefix: arms.repository.prefix };
  let { writtenAt } = state;
  if (state.tree !== tree) {
    // Until it is done nobody may take the arm for what it held before: a kill can come when all is written but this.
    const { tree: _, ...unknown } = state;
    await writeArmState(arms.stateDirectory, arm, unknown);
    writtenAt = await rewrite(arms, state, root, tree);
  }
  await removeExtras(root, await extrasOf(arms, state), kept);
  if (await isModified(arms, state)) await git(['read-tree', '--reset', '-u', tree], call(arms, state));
  await linkShared(arms, root);
  await writeArmState(arms.stateDirectory, arm, { ...state, tree, writtenAt });
  const directory = armDirectory(arms, state);
  await mkdir(directory, { recursive: true });
  return directory;
}

/** Environment under which git takes an arm for its working tree. */
function call(arms: Arms, state: ArmState): GitCall {
  return {
    cwd: join(arms.directory, state.name),
    env: {
      GIT_DIR: arms.repository.gitDir,
      GIT_WORK_TREE: join(arms.directory, state.name),
      GIT_INDEX_FILE: join(arms.stateDirectory, `${state.name}.index`),
      // Here alone git may refresh an index by the way: it is the arm's own.
      GIT_OPTIONAL_LOCKS: '1',
    },
  };
}

async function rewrite(arms: Arms, state: ArmState, root: string, tree: string): Promise<number> {
  const second = Math.floor(Date.now() / 1000);
  await git(['read-tree', '--reset', '-u', tree], call(arms, state));
  if (second > state.writtenAt) return Math.floor(Date.now() / 1000);
  // Two rewrites within one second: caches that compare whole seconds (Python's bytecode) would miss the second.
  const next = state.writtenAt + 1;
  const changes = state.tree === undefined ? [] : await diffTrees(arms.repository, state.tree, tree);
  await Promise.all(
    changes.filter(isRegularFile).map((change) => utimes(filePath(root, change.path), next, next)),
  );
  return next;
}

function isRegularFile(change: TreeChange): boolean {
  return change.newMode.startsWith('100');
}

/** What is in the arm and not in its tree. */
async function extrasOf(arms: Arms, state: ArmState): Promise<PathBytes[]> {
  const files = splitNul(await git(['ls-files', '-z'], call(arms, state)));
  return findExtras(join(arms.directory, state.name), files);
}

/** Whether a file of the tree is not as it should be. Refreshes the index by the way, so that moved times are no change. */
async function isModified(arms: Arms, state: ArmState): Promise<boolean> {
  const args = ['status', '--porcelain', '-z', '--untracked-files=no', '--no-renames'];
  const records = splitNul(await git(args, call(arms, state)));
  return records.some((record) => record[1] !== ' ');
}

async function linkShared(arms: Arms, root: string): Promise<void> {
  for (const path of arms.share) {
    const name = displayPath(path);
    const link = join(root, name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(arms.repository.root, name), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Whether the set-up command must run in an arm before its next sample. */
export async function needsSetUp(arms: Arms, arm: ArmNumber, key: string): Promise<boolean> {
  return (await readState(arms, arm)).setUpFor !== key;
}

/** Remember what the set-up command made: it stays when an arm is cleaned. */
export async function recordSetUp(arms: Arms, arm: ArmNumber, key: string): Promise<void> {
  const state = await readState(arms, arm);
  const extras = await extrasOf(arms, state);
  const made = extras.filter((path) => !arms.share.includes(path));
  await writeArmState(arms.stateDirectory, arm, { ...state, setUpFor: key, made });
}

/** Remove both arms. They are made anew when they are needed again. */
export async function removeArms(arms: Arms): Promise<void> {
  await rm(arms.directory, { recursive: true, force: true, maxRetries: 3 });
  await rm(statePath(arms.stateDirectory), { force: true });
}

async function readState(arms: Arms, arm: ArmNumber): Promise<ArmState> {
  return (await readArmStates(arms.stateDirectory))[arm];
}
