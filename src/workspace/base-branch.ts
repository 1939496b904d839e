import { Refusal } from '../errors.js';
import { git } from './git.js';
import type { Head, Repository } from './repository.js';

/**
 * See that what was checked out before a session can be checked out again, as it was then.
 *
 * @throws Refusal `wrong_branch` for a branch that is gone, has moved, or is checked out in another worktree.
 */
export async function assertBaseFree(repository: Repository, base: Head): Promise<void> {
  if (base.branch === undefined) return;
  const name = base.branch.replace('refs/heads/', '');
  const found = await findBranch(repository, base.branch);
  if (found === undefined) {
    throw new Refusal(
      'wrong_branch',
      `The branch ${name}, from which the session began, is gone.`,
      `Bring it back with \`git branch ${name} ${base.commit.slice(0, 12)}\`, then call again.`,
    );
  }
  const { commit, worktree } = found;
  if (worktree !== '') throw checkedOut(name, worktree);
  if (commit !== base.commit) throw moved(name, base.commit, commit);
}

/** The working tree in which a branch is checked out; '' for none. */
export async function checkedOutAt(repository: Repository, branch: string): Promise<string> {
  return (await findBranch(repository, branch))?.worktree ?? '';
}

async function findBranch(repository: Repository, branch: string) {
  const args = ['for-each-ref', '--format=%(refname)%00%(objectname)%00%(worktreepath)', branch];
  const lines = (await git(args, { cwd: repository.root })).toString('utf8').split('\n');
  // It also lists what lies below a directory of that name.
  const found = lines.map((line) => line.split('\0')).find(([ref]) => ref === branch);
  if (found === undefined) return undefined;
  const [, commit = '', worktree = ''] = found;
  return { commit, worktree };
}

function checkedOut(name: string, worktree: string): Refusal {
  return new Refusal(
    'wrong_branch',
    `The branch ${name}, from which the session began, is checked out in another worktree: ${worktree}.`,
    'Check out something else there (or run `git worktree prune`, if it is gone), then call again.',
  );
}

function moved(name: string, from: string, to: string): Refusal {
  return new Refusal(
    'wrong_branch',
    `The branch ${name} has moved since the session began, from ${from.slice(0, 12)} to ${to.slice(0, 12)}.`,
    `What was there before is no more. Commit or stash what you want to take along, and run \`git switch ${name}\`.`,
  );
}
