import { overlay } from './bystanders.js';
import { changeRefs, sessionBranch, writeCommit } from './commits.js';
import { git } from './git.js';
import type { PathBytes } from './path-bytes.js';
import { type Head, headOf, type Repository } from './repository.js';
import { diffTrees } from './tree-diff.js';
import { resetUserIndex, type UserIndex } from './user-index.js';

/**
 * The commit that a session starts from: HEAD, or, where the evaluator's own files are not tracked yet, a commit on
 * top of it that adds them.
 *
 * @param tree a snapshot that holds the files.
 * @param files the untracked files of the evaluator.
 */
export async function setUpCommit(
  repository: Repository,
  head: Head,
  tree: string,
  files: readonly PathBytes[],
  scratch: string,
): Promise<string> {
  if (files.length === 0) return head.commit;
  const wanted = new Set(files);
  const added = (await diffTrees(repository, head.commit, tree)).filter((change) => wanted.has(change.path));
  const records = added.map(({ newMode, newId, path }) => `${newMode} ${newId}\t${path}`);
  const withFiles = await overlay(repository, head.commit, records, scratch);
  const message = 'Set up autoresearch\n\nThe measure, checks and settings files of the session.\n';
  return writeCommit(repository, { tree: withFiles, parents: [head.commit], message });
}

/** Make the session's branch and put HEAD on it. No file of the working directory is touched. */
export async function enterSessionBranch(
  repository: Repository,
  session: string,
  commit: string,
  user: UserIndex,
): Promise<void> {
  const branch = sessionBranch(session);
  const before = await headOf(repository);
  await changeRefs(repository, `start ${session}`, [{ ref: branch, to: commit }]);
  await git(['symbolic-ref', '-m', `autoresearch: start ${session}`, 'HEAD', branch], {
    cwd: repository.root,
  });
  if (before.commit !== commit) await resetUserIndex(repository, commit, user);
}

/** Put HEAD back on what was checked out before a session. Neither index nor files are touched. */
export async function leaveSessionBranch(repository: Repository, session: string, base: Head): Promise<void> {
  const reason = ['-m', `autoresearch: leave ${session}`];
  const cwd = repository.root;
  if (base.branch === undefined)
    await git(['update-ref', ...reason, '--no-deref', 'HEAD', base.commit], { cwd });
  else await git(['symbolic-ref', ...reason, 'HEAD', base.branch], { cwd });
}
