import { type Bystander, indexRecord } from './bystanders.js';
import { git } from './git.js';
import { type IndexMarks, setMarks } from './index-marks.js';
import { joinNul } from './path-bytes.js';
import type { Repository } from './repository.js';

/** What the user's index held besides HEAD when the session began. */
export interface UserIndex {
  readonly bystanders: readonly Bystander[];
  readonly marks: IndexMarks;
}

/**
 * Bring the user's index to a commit, with nothing staged or marked but what was when the session began. Files are not
 * touched. Entries that stay the same keep their stat data.
 */
export async function resetUserIndex(
  repository: Repository,
  commit: string,
  { bystanders, marks }: UserIndex,
): Promise<void> {
  const cwd = repository.root;
  await git(['read-tree', '--reset', commit], { cwd });
  const staged = bystanders.flatMap(({ path, staged }) =>
    staged === undefined ? [] : [indexRecord(path, staged)],
  );
  if (staged.length > 0) await git(['update-index', '-z', '--index-info'], { cwd, input: joinNul(staged) });
  const intended = bystanders.filter((each) => each.intentToAdd).map((each) => each.path);
  if (intended.length > 0) {
    await git(['add', '-N', '-f', '--pathspec-from-file=-', '--pathspec-file-nul'], {
      cwd,
      input: joinNul(intended),
    });
  }
  await setMarks({ cwd }, marks);
}
