import { type Bystander, indexRecord } from './bystanders.js';
import { git } from './git.js';
import { joinNul } from './path-bytes.js';
import type { Repository } from './repository.js';

/**
 * Bring the user's index to a commit, with nothing staged but what was staged when the session began. Files are not
 * touched. Entries that stay the same keep their stat data and flags.
 */
export async function resetUserIndex(
  repository: Repository,
  commit: string,
  bystanders: readonly Bystander[],
): Promise<void> {
  const cwd = repository.root;
  await git(['read-tree', '--reset', commit], { cwd });
  const staged = bystanders.flatMap(({ path, staged }) =>
    staged === undefined ? [] : [indexRecord(path, staged)],
  );
  if (staged.length > 0) await git(['update-index', '-z', '--index-info'], { cwd, input: joinNul(staged) });
  const intended = bystanders.filter((each) => each.intentToAdd).map((each) => each.path);
  if (intended.length === 0) return;
  await git(['add', '-N', '-f', '--pathspec-from-file=-', '--pathspec-file-nul'], {
    cwd,
    input: joinNul(intended),
  });
}
