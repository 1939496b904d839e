import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, Refusal } from '../errors.js';
import { exists } from './exists.js';
import { GitFailure, git, gitLine } from './git.js';
import { awaitIndex } from './index-lock.js';

/** A working tree and where its git data is. Linked worktrees and subdirectories look like any other. */
export interface Repository {
  /** Top of the working tree. */
  readonly root: string;
  /** Git directory of this working tree (of a linked worktree: its own). */
  readonly gitDir: string;
  /** Git directory that all worktrees share: it names the repository. */
  readonly commonDir: string;
  /** The session's directory below the root: '' or 'path/to/it/'. */
  readonly prefix: string;
}

/** What HEAD says. */
export interface Head {
  readonly commit: string;
  /** Full ref name; absent when HEAD is detached. */
  readonly branch?: string;
}

const places = ['--show-toplevel', '--absolute-git-dir', '--git-common-dir', '--show-prefix'];

/**
 * Find the repository that a directory belongs to.
 *
 * @throws Refusal `not_a_repository`, also for a bare repository, a missing directory and a missing git.
 */
export async function openRepository(directory: string): Promise<Repository> {
  const cwd = await realpath(directory).catch(() => {
    throw notARepository(
      `The directory ${directory.slice(0, 200)} does not exist.`,
      'Give an existing directory.',
    );
  });
  const args = ['rev-parse', ...places];
  const output = await git(args, { cwd }).catch((error: unknown) => {
    throw explainFailure(cwd, error);
  });
  const lines = output.toString('utf8').split('\n');
  // A name may have line breaks: then each answer is asked for by itself. The last line is empty.
  const answers =
    lines.length === args.length ? lines : await Promise.all(places.map((place) => ask(cwd, place)));
  const [root = '', gitDir = '', commonDir = '', prefix = ''] = answers;
  return {
    root,
    gitDir,
    commonDir: await realpath(join(commonDir.startsWith('/') ? '' : cwd, commonDir)),
    prefix,
  };
}

/**
 * Whether git says that a directory is in no working tree. A git that cannot be run, or that does not work there, says
 * nothing of the sort: {@link openRepository} has the reason.
 */
export function isOutsideRepositories(directory: string): Promise<boolean> {
  return git(['rev-parse', '--show-toplevel'], { cwd: directory }).then(
    () => false,
    (error: unknown) =>
      error instanceof GitFailure && /not a git repository|must be run in a work tree/.test(error.stderr),
  );
}

async function ask(cwd: string, place: string): Promise<string> {
  return (await git(['rev-parse', place], { cwd })).toString('utf8').replace(/\n$/, '');
}

function explainFailure(cwd: string, error: unknown): Refusal {
  if (!(error instanceof GitFailure))
    return notARepository(messageOf(error), 'See whether git can be run at all.');
  if (error.exitCode === undefined) {
    return notARepository(
      `git cannot be run: ${error.stderr.trim()}`,
      'Install git 2.34 or later and put it on the PATH.',
    );
  }
  const why = error.stderr.trim().split('\n')[0] ?? '';
  if (why.includes('dubious ownership')) {
    return notARepository(
      `git does not work in ${cwd}: it belongs to another user than the one who runs the server.`,
      'Run the server as the owner of the repository (in a container: `--user`); or, if you trust what is in it, let git do so: `git config --global --add safe.directory <directory>` for the user of the server.',
    );
  }
  return notARepository(
    `${cwd} is not in a git working tree (${why.slice(0, 200)}).`,
    'Run `git init`, commit the present state, and try again; or give the directory of a repository.',
  );
}

function notARepository(message: string, hint: string): Refusal {
  return new Refusal('not_a_repository', message, hint);
}

/**
 * Commit and branch of HEAD.
 *
 * @throws Refusal `not_a_repository` where the git directory is gone or another one, `no_commits` for a repository
 *   without one, `wrong_branch` where only HEAD has none.
 */
export async function headOf(repository: Repository): Promise<Head> {
  const cwd = repository.root;
  const args = ['rev-parse', '--absolute-git-dir', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD'];
  const lines = (await gitLine(args, { cwd, okCodes: [0, 128] })).split('\n');
  // A directory's name may have any number of lines.
  const [commit = '', branch = ''] = lines.slice(repository.gitDir.split('\n').length);
  if (!lines.join('\n').startsWith(repository.gitDir)) throw gitDirGone(repository);
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw await withoutCommit(repository);
  return branch.startsWith('refs/') ? { commit, branch } : { commit };
}

function gitDirGone({ root, gitDir }: Repository): Refusal {
  return notARepository(
    `${root} no longer has its git directory, ${gitDir}.`,
    'Put it back where it was, then call again. Until then nothing is touched.',
  );
}

async function withoutCommit(repository: Repository): Promise<Refusal> {
  const cwd = repository.root;
  const [head, refs] = await Promise.all([
    gitLine(['symbolic-ref', '-q', 'HEAD'], { cwd, okCodes: [0, 1] }),
    gitLine(['for-each-ref', '--count=1'], { cwd }),
  ]);
  if (refs === '') {
    return new Refusal(
      'no_commits',
      `The repository ${cwd} has no commit yet.`,
      'Commit the present state first: `git add -A && git commit -m "Start"`.',
    );
  }
  const branch = head.replace('refs/heads/', '');
  return new Refusal(
    'wrong_branch',
    `HEAD is on ${branch === '' ? 'no branch' : branch}, which has no commit, in ${cwd}.`,
    'Where the branch was deleted, bring it back at its commit (`git update-ref refs/heads/<branch> <commit>`; `git reflog` and `git for-each-ref refs/autoresearch` list some). Else switch to a branch that has commits.',
  );
}

const operations: readonly (readonly [path: string, name: string])[] = [
  ['MERGE_HEAD', 'a merge'],
  ['rebase-merge', 'a rebase'],
  ['rebase-apply', 'a rebase or `git am`'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['sequencer', 'a sequence of cherry-picks or reverts'],
  ['BISECT_LOG', 'a bisection'],
];

/**
 * See that nobody is in the middle of something. A git command that is just at work is waited for, briefly.
 *
 * @throws Refusal `git_busy`, naming the operation.
 */
export async function assertNoOperation(repository: Repository): Promise<void> {
  const found = await Promise.all(operations.map(([path]) => exists(join(repository.gitDir, path))));
  const operation = operations[found.indexOf(true)];
  if (operation === undefined) return awaitIndex(repository);
  throw new Refusal(
    'git_busy',
    `${operation[1]} is in progress in ${repository.root}.`,
    'Finish or abort it, then call again.',
  );
}
