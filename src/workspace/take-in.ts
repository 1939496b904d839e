import { lstat } from 'node:fs/promises';
import { Refusal } from '../errors.js';
import { saysFull, saysReadOnly } from './disk-trouble.js';
import { type GitCall, GitFailure, git } from './git.js';
import { filePath, joinNul, type PathBytes, splitNul } from './path-bytes.js';

/**
 * Bring everything that is in a working directory into an index.
 *
 * @param call with the index, in the root of the directory.
 * @param settings for git, such as ignore rules.
 * @param isSparse whether the index leaves paths out, as a sparse checkout does.
 * @returns whether the index may hold another tree than before.
 * @throws Refusal `dirty_worktree` for what git cannot read.
 */
export async function takeIn(
  call: GitCall,
  settings: readonly string[],
  isSparse: boolean,
): Promise<boolean> {
  // What is left out and there all the same has been put there since. git takes its mark off by itself.
  const [setting, flag] = isSparse ? [['-c', 'core.sparseCheckout=true'], ['--sparse']] : [[], []];
  const args = [...settings, ...setting, 'add', '-A', '--verbose', ...flag, '--', '.'];
  try {
    return await addAll(args, call);
  } catch {
    await forgetSpecialFiles(call);
    await addAll(args, call).catch((error: unknown) => {
      throw error instanceof GitFailure && !isOfTheDisk(error) ? unreadable(error) : error;
    });
    return true;
  }
}

/** @returns whether there was anything to take in or out. */
async function addAll(args: readonly string[], call: GitCall): Promise<boolean> {
  // Verbose, it names each path whose content it takes in.
  const done = (await git(args, call)).toString('latin1');
  // With core.ignorecase it overlooks a name as long as the index has it in another case, also where these are two files.
  if (/^remove '/m.test(done)) await git(args, call);
  return done.length > 0;
}

/** Where a pipe, a socket or a device has taken the place of a file, a tree has nothing: git cannot hold it. */
async function forgetSpecialFiles(call: GitCall): Promise<void> {
  const changed = splitNul(await git(['diff-files', '--name-only', '--ignore-submodules', '-z'], call));
  const isSpecial = await Promise.all(changed.map((path) => isSpecialFile(call.cwd, path)));
  const special = changed.filter((_, at) => isSpecial[at]);
  if (special.length === 0) return;
  await git(['update-index', '--force-remove', '-z', '--stdin'], { ...call, input: joinNul(special) });
}

async function isSpecialFile(root: string, path: PathBytes): Promise<boolean> {
  const found = await lstat(filePath(root, path)).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isSymbolicLink() && !found.isDirectory();
}

function isOfTheDisk({ stderr }: GitFailure): boolean {
  return saysFull(stderr) || saysReadOnly(stderr);
}

function unreadable({ stderr }: GitFailure): Refusal {
  // It quotes file names, which may hold anything.
  const why = (stderr.trim().split('\n')[0] ?? '').replace(/[^ -~]/g, '?');
  return new Refusal(
    'dirty_worktree',
    `git cannot take in what is in the working directory (${why.slice(0, 300)}).`,
    'Make it readable, move it out of the repository, or add it to .gitignore; then call again.',
  );
}
