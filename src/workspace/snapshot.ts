import { copyFile, mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { existing } from './exists.js';
import { fingerprint } from './fingerprint.js';
import { git, gitLine } from './git.js';
import { readMarks, setMarks } from './index-marks.js';
import { joinNul, type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';
import { forgetMissing, isStored } from './stored-objects.js';
import { takeIn } from './take-in.js';

/** A session's own index and ignore rules. The user's index is never written to take a snapshot. */
export interface PrivateIndex {
  readonly path: string;
  /** What git is told to ignore, besides the repository's own `.gitignore` files. */
  readonly excludesPath: string;
  /** Whether there are paths that it leaves out, as a sparse checkout does. */
  readonly isSparse?: boolean;
}

/** Environment and settings under which git works on the private index. */
export function privateCall(repository: Repository, index: PrivateIndex) {
  return { cwd: repository.root, env: { GIT_INDEX_FILE: index.path } };
}

/** Settings under which git ignores what the session ignores. */
export function ignoring(index: PrivateIndex): string[] {
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
  const there = new Set(await existing(repository.root, skipWorktree));
  await setMarks(call, {
    assumeUnchanged: [],
    skipWorktree: skipWorktree.filter((path) => !there.has(path)),
  });
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

/** What the working directory held. */
export interface Snapshot {
  /** Id of the tree. */
  readonly tree: string;
  /** When the look began: a file that was changed later may not be in the tree as it is. Milliseconds since 1970. */
  readonly takenAt: number;
}

/**
 * The working directory as a git tree: everything that is tracked or not ignored, staged or not.
 */
export async function takeSnapshot(repository: Repository, index: PrivateIndex): Promise<Snapshot> {
  const call = privateCall(repository, index);
  const takenAt = Date.now();
  const before = await fingerprint(index.path);
  const isNew = await takeIn(call, ignoring(index), index.isSparse === true);
  const last = written.get(index.path);
  const isSame =
    !isNew && before !== undefined && last?.fingerprint === before && (await isStored(repository, last.tree));
  const tree = isSame ? last.tree : await writeTree(call, index);
  written.set(index.path, { tree, fingerprint: await fingerprint(index.path) });
  return { tree, takenAt };
}

/** A private index keeps nothing from being collected as garbage: files whose content is gone are read once more. */
async function writeTree(call: ReturnType<typeof privateCall>, index: PrivateIndex): Promise<string> {
  try {
    return await gitLine(['write-tree'], call);
  } catch (error) {
    if (!(await forgetMissing(call))) throw error;
    await takeIn(call, ignoring(index), index.isSparse === true);
    return gitLine(['write-tree'], call);
  }
}

// The tree of each private index as this process last saw it. Writing a tree out anew costs a reading of the index.
const written = new Map<string, { readonly tree: string; readonly fingerprint: string | undefined }>();

/** Every path that the private index has. */
export async function filesOf(repository: Repository, index: PrivateIndex): Promise<PathBytes[]> {
  return splitNul(await git(['ls-files', '-z'], privateCall(repository, index)));
}

/** What no snapshot has taken in yet: new files that the rules do not ignore. */
export async function untrackedFiles(repository: Repository, index: PrivateIndex): Promise<PathBytes[]> {
  const args = [...ignoring(index), 'ls-files', '--others', '--exclude-standard', '-z'];
  return splitNul(await git(args, privateCall(repository, index)));
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

/** Take paths out of the private index again. The files stay where they are. */
export async function forgetInSnapshot(
  repository: Repository,
  index: PrivateIndex,
  paths: readonly string[],
): Promise<void> {
  await git(['update-index', '--force-remove', '-z', '--stdin'], {
    ...privateCall(repository, index),
    input: joinNul(paths),
  });
}

/** Those of the paths that git is told to ignore, tracked or not, by what stands in the repository's root. */
export async function ignoredOf(
  { root, gitDir }: Pick<Repository, 'root' | 'gitDir'>,
  index: PrivateIndex,
  paths: readonly string[],
): Promise<string[]> {
  if (paths.length === 0) return [];
  const args = [...ignoring(index), 'check-ignore', '--no-index', '-z', '--stdin'];
  // It refuses to take paths literally; with './' in front no path can be taken for anything else.
  const output = await git(args, {
    cwd: root,
    env: { GIT_LITERAL_PATHSPECS: '0', GIT_DIR: gitDir, GIT_WORK_TREE: root },
    input: joinNul(paths.map((path) => `./${path}`)),
    okCodes: [0, 1],
  });
  return splitNul(output).map((path) => path.slice('./'.length));
}
