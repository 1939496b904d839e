import { copyFile, mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists } from './exists.js';
import { git, gitLine } from './git.js';
import { readMarks, setMarks } from './index-marks.js';
import { filePath, joinNul } from './path-bytes.js';
import type { Repository } from './repository.js';

/** A session's own index and ignore rules. The user's index is never written to take a snapshot. */
export interface PrivateIndex {
  readonly path: string;
  /** What git is told to ignore, besides the repository's own `.gitignore` files. */
  readonly excludesPath: string;
}

/** Environment and settings under which git works on the private index. */
export function privateCall(repository: Repository, index: PrivateIndex) {
  return { cwd: repository.root, env: { GIT_INDEX_FILE: index.path } };
}

function ignoring(index: PrivateIndex): string[] {
  return ['-c', `core.excludesFile=${index.excludesPath}`];
}

/**
 * Make the private index from a copy of the user's.
 *
 * The copy keeps the modification time (rounded down): git takes an entry whose file is as new as the index for
 * possibly changed and compares its content, and a younger copy would miss a same-size edit in the same second.
 * From here on the private index lives by itself, so that nothing the agent stages, unstages or marks as
 * assume-unchanged decides what a snapshot sees.
 */
export async function seedPrivateIndex(repository: Repository, index: PrivateIndex): Promise<void> {
  await mkdir(dirname(index.path), { recursive: true });
  const userIndex = await userIndexPath(repository);
  const { mtime } = await stat(userIndex).catch(() => ({ mtime: undefined }));
  if (mtime === undefined) return; // Never written: everything is then read anew.
  await copyFile(userIndex, index.path);
  const rounded = new Date(Math.floor(mtime.getTime() / 1000) * 1000);
  await utimes(index.path, rounded, rounded);
  await clearMarks(repository, index);
}

/** Path of the index that the user's own git commands work on. */
async function userIndexPath(repository: Repository): Promise<string> {
  const path = await gitLine(['rev-parse', '--git-path', 'index'], { cwd: repository.root });
  return path.startsWith('/') ? path : join(repository.root, path);
}

/** Nothing that is there hides behind a mark. What a sparse checkout leaves out is not there, and stays marked. */
async function clearMarks(repository: Repository, index: PrivateIndex): Promise<void> {
  const call = privateCall(repository, index);
  const { skipWorktree } = await readMarks(call);
  const isThere = await Promise.all(skipWorktree.map((path) => exists(filePath(repository.root, path))));
  await setMarks(call, { assumeUnchanged: [], skipWorktree: skipWorktree.filter((_, at) => !isThere[at]) });
}

/**
 * Write the ignore rules of a session: the user's own global ones, then ours.
 *
 * @param rules lines in .gitignore's syntax.
 */
export async function writeExcludes(
  repository: Repository,
  index: PrivateIndex,
  rules: readonly string[],
): Promise<void> {
  await mkdir(dirname(index.excludesPath), { recursive: true });
  await writeFile(index.excludesPath, `${await globalExcludes(repository)}\n${rules.join('\n')}\n`);
}

async function globalExcludes(repository: Repository): Promise<string> {
  const configured = await gitLine(['config', '--type=path', '--get', 'core.excludesFile'], {
    cwd: repository.root,
    okCodes: [0, 1],
  });
  const home = process.env.XDG_CONFIG_HOME || join(process.env.HOME ?? '/', '.config');
  return readFile(configured || join(home, 'git', 'ignore'), 'utf8').catch(() => '');
}

/**
 * The working directory as a git tree: everything that is tracked or not ignored, staged or not.
 *
 * @returns the tree's object id.
 */
export async function takeSnapshot(repository: Repository, index: PrivateIndex): Promise<string> {
  const call = privateCall(repository, index);
  await git([...ignoring(index), 'add', '-A', '--', '.'], call);
  return gitLine(['write-tree'], call);
}

/**
 * Let the private index track a tree's files and no others, so that what an earlier snapshot took in, and git ignores
 * by now, is not in the next one. Files that stay the same need not be read again.
 */
export async function trackOnly(repository: Repository, index: PrivateIndex, tree: string): Promise<void> {
  await git(['read-tree', '--reset', tree], privateCall(repository, index));
}

/** Bring paths into the private index that git would ignore, so that the next snapshot holds them. */
export async function forceIntoSnapshot(
  repository: Repository,
  index: PrivateIndex,
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return;
  await git(['add', '-f', '--pathspec-from-file=-', '--pathspec-file-nul'], {
    ...privateCall(repository, index),
    input: joinNul(paths),
  });
}
