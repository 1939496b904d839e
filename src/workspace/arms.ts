import { mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findExtras, removeExtras } from './arm-extras.js';
import { pictureOf } from './arm-picture.js';
import { type ArmNumber, type ArmState, readArmState, statePath, writeArmState } from './arm-state.js';
import { exists } from './exists.js';
import { type GitCall, GitFailure, git } from './git.js';
import { filePath, type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';
import { diffTrees } from './tree-diff.js';
import { type Watch, watchFiles } from './watch.js';
import { writePaths } from './write-paths.js';

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

/**
 * Make an arm hold a tree, with the dependencies linked. Whatever else is found in it is put right first; from then on
 * only the files that differ are written.
 *
 * @returns the working directory for commands.
 */
export async function syncArm(arms: Arms, arm: ArmNumber, tree: string): Promise<string> {
  const known = await knownState(arms, arm);
  try {
    return await bring(arms, arm, known, tree);
  } catch (error) {
    return bring(arms, arm, await emptied(arms, arm, known, error), tree);
  }
}

async function bring(arms: Arms, arm: ArmNumber, known: ArmState, tree: string): Promise<string> {
  // However it was left: in the meantime anybody may have written to it.
  const state = await cleanTo(arms, arm, known, known.tree ?? tree);
  const root = armRoot(arms, state);
  // Unclean from before the first write to after the last command, so that a kill is seen.
  await writeArmState(arms.stateDirectory, arm, { ...state, isClean: false });
  await switchTree(arms, state, tree);
  await linkShared(arms, root);
  const directory = join(root, arms.repository.prefix);
  await mkdir(directory, { recursive: true });
  await writeArmState(arms.stateDirectory, arm, { ...state, isClean: false, tree });
  return directory;
}

/** What is known of an arm; nothing of one that somebody has removed, which the set-up command has to make anew. */
async function knownState(arms: Arms, arm: ArmNumber): Promise<ArmState> {
  const state = await readArmState(arms.stateDirectory, arm);
  if (await exists(armRoot(arms, state))) return state;
  return { name: state.name, isClean: false, made: [] };
}

/**
 * Nothing is left of an arm that git could not put right, and it is made anew: no ref keeps the tree of a probe from being
 * collected as garbage.
 */
async function emptied(arms: Arms, arm: ArmNumber, state: ArmState, error: unknown): Promise<ArmState> {
  if (!(error instanceof GitFailure)) throw error;
  const empty: ArmState = { name: state.name, isClean: false, made: [] };
  // In this order: what was set up in it is gone when it is.
  await writeArmState(arms.stateDirectory, arm, empty);
  await rm(indexPath(arms, state), { force: true });
  await rm(armRoot(arms, state), { recursive: true, force: true, maxRetries: 3 });
  return empty;
}

/** Watch some files of an arm, by their paths below the repository's root. */
export async function watchArm(arms: Arms, arm: ArmNumber, paths: readonly PathBytes[]): Promise<Watch> {
  return watchFiles(armRoot(arms, await readArmState(arms.stateDirectory, arm)), paths);
}

/** What stands in an arm at present; see {@link pictureOf}. */
export async function armPicture(arms: Arms, arm: ArmNumber): Promise<string | undefined> {
  return pictureOf(armRoot(arms, await readArmState(arms.stateDirectory, arm)));
}

/** Remove what commands have left in the arms and beside them, and restore what they have changed of their trees. */
export async function cleanArms(arms: Arms): Promise<void> {
  const names = new Set<string>();
  for (const arm of [0, 1] as const) {
    const state = await readArmState(arms.stateDirectory, arm);
    names.add(state.name);
    if (state.tree === undefined || state.isClean) continue;
    await cleanTo(arms, arm, state, state.tree).catch((error: unknown) => emptied(arms, arm, state, error));
  }
  const beside = await readdir(arms.directory).catch(() => []);
  const strange = beside.filter((name) => !names.has(name));
  await Promise.all(strange.map((name) => rm(join(arms.directory, name), { recursive: true, force: true })));
}

async function cleanTo(arms: Arms, arm: ArmNumber, state: ArmState, tree: string): Promise<ArmState> {
  const root = armRoot(arms, state);
  await mkdir(root, { recursive: true });
  await git(['read-tree', '--reset', tree], armCall(arms, state));
  const kept = { paths: [...arms.share, ...state.made], cache: arms.cache, prefix: arms.repository.prefix };
  await removeExtras(root, await extrasOf(arms, state), kept);
  if (await isModified(arms, state)) await git(['read-tree', '--reset', '-u', tree], armCall(arms, state));
  const clean: ArmState = { ...state, tree, isClean: true };
  await writeArmState(arms.stateDirectory, arm, clean);
  return clean;
}

function armRoot(arms: Arms, state: ArmState): string {
  return join(arms.directory, state.name);
}

function indexPath(arms: Arms, state: ArmState): string {
  return join(arms.stateDirectory, `${state.name}.index`);
}

/** Environment under which git takes an arm for its working tree. */
function armCall(arms: Arms, state: ArmState): GitCall {
  const root = armRoot(arms, state);
  return {
    cwd: root,
    env: {
      GIT_DIR: arms.repository.gitDir,
      GIT_WORK_TREE: root,
      GIT_INDEX_FILE: indexPath(arms, state),
      // Here alone git may refresh an index by the way: it is the arm's own.
      GIT_OPTIONAL_LOCKS: '1',
    },
  };
}

async function switchTree(arms: Arms, state: ArmState, tree: string): Promise<void> {
  if (state.tree === undefined || state.tree === tree) return;
  const changes = await diffTrees(arms.repository, state.tree, tree);
  const scratch = join(arms.stateDirectory, `${state.name}.changes`);
  await writePaths(arms.repository, armRoot(arms, state), changes, scratch);
}

/** What is in the arm and not in the tree of its index. */
async function extrasOf(arms: Arms, state: ArmState): Promise<PathBytes[]> {
  const files = splitNul(await git(['ls-files', '-z'], armCall(arms, state)));
  return findExtras(armRoot(arms, state), files);
}

/** Whether a file of the tree is not as it should be. Refreshes the index by the way, so that moved times are no change. */
async function isModified(arms: Arms, state: ArmState): Promise<boolean> {
  const args = ['status', '--porcelain', '-z', '--untracked-files=no', '--no-renames'];
  const records = splitNul(await git(args, armCall(arms, state)));
  return records.some((record) => record[1] !== ' ');
}

async function linkShared(arms: Arms, root: string): Promise<void> {
  for (const path of arms.share) {
    const link = filePath(root, path);
    const target = filePath(arms.repository.root, path);
    const present = await readlink(link, 'buffer').catch(() => undefined);
    if (present?.equals(target) === true) continue;
    // Whatever stands there was put there by the code under test.
    await rm(link, { recursive: true, force: true });
    await mkdir(filePath(root, path.split('/').slice(0, -1).join('/')), { recursive: true });
    await symlink(target, link);
  }
}

/** Whether the set-up command must run in an arm before its next sample. */
export async function needsSetUp(arms: Arms, arm: ArmNumber, key: string): Promise<boolean> {
  return (await readArmState(arms.stateDirectory, arm)).setUpFor !== key;
}

/** Remember what the set-up command made: it stays when an arm is cleaned. */
export async function recordSetUp(arms: Arms, arm: ArmNumber, key: string): Promise<void> {
  const state = await readArmState(arms.stateDirectory, arm);
  if (state.tree !== undefined) await git(['read-tree', '--reset', state.tree], armCall(arms, state));
  const extras = await extrasOf(arms, state);
  const made = extras.filter((path) => !arms.share.includes(path));
  await writeArmState(arms.stateDirectory, arm, { ...state, setUpFor: key, made });
}

/** Remove both arms. They are made anew when they are needed again. */
export async function removeArms(arms: Arms): Promise<void> {
  // In this order: a state must not say of an arm that is gone that it is clean.
  for (const arm of [0, 1] as const) await rm(statePath(arms.stateDirectory, arm), { force: true });
  await rm(arms.directory, { recursive: true, force: true, maxRetries: 3 });
}
