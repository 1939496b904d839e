import { lstat } from 'node:fs/promises';
import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { displayPath, filePath, type PathBytes } from '../workspace/path-bytes.js';
import type { Head, Repository } from '../workspace/repository.js';
import { untrackedFiles } from '../workspace/snapshot.js';
import type { App } from './app.js';
import { assertNoneLeftOut } from './left-out-since.js';
import { workspaceOf } from './session-workspace.js';
import { shownPath } from './shown-text.js';
import { guardWorktree } from './worktree-guard.js';

const shownFiles = 5;

const atStart =
  'Delete them, add them to .gitignore or to `ignore` in autoresearch.yaml, commit them, or raise max_untracked_mb there.';
const later =
  'Delete them, move them out of the repository, or add them to .git/info/exclude; then call again. The settings of a session stay as they are.';

/**
 * See that untracked files are small: they are copied into git's object database and into the arms, and so would a
 * forgotten dump be. A sparse file counts as what it says it holds.
 *
 * @param limit in megabytes (10^6 bytes), for all of them together.
 * @throws Refusal `dirty_worktree`, before anything is copied.
 */
export async function assertSmall(
  repository: Repository,
  paths: readonly PathBytes[],
  limit: number,
  hint: string = atStart,
): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path) => {
      const found = await lstat(filePath(repository.root, path)).catch(() => undefined);
      return { path: shownPath(displayPath(path)), megabytes: (found?.size ?? 0) / 1_000_000 };
    }),
  );
  const total = files.reduce((sum, file) => sum + file.megabytes, 0);
  if (total <= limit) return;
  const largest = files.sort((a, b) => b.megabytes - a.megabytes).slice(0, shownFiles);
  const names = largest.map((file) => `${file.path} (${file.megabytes.toFixed(1)} MB)`).join(', ');
  throw new Refusal(
    'dirty_worktree',
    `Untracked files hold ${total.toFixed(0)} MB, more than max_untracked_mb (${limit}). The largest: ${names}.`,
    hint,
    { files: largest.map((file) => file.path) },
  );
}

/**
 * As {@link guardWorktree}, and that no file is missed that is only left out, and no new one too large to be looked at.
 *
 * @throws Refusal as {@link guardWorktree}, or `dirty_worktree`.
 */
export async function guardFiles(app: App, session: Session): Promise<Head> {
  const head = await guardSizes(app, session);
  await assertNoneLeftOut(app, session);
  return head;
}

/** The same, whatever is left out: of what is only put back, nothing is missed. */
export async function guardSizes(app: App, session: Session): Promise<Head> {
  const { repository, index } = workspaceOf(app, session);
  const [head, news] = await Promise.all([guardWorktree(app, session), untrackedFiles(repository, index)]);
  await assertSmall(repository, news, session.config.max_untracked_mb, later);
  return head;
}
