import { join } from 'node:path';
import { type Bystander, indexRecord } from './bystanders.js';
import { existing } from './exists.js';
import { fingerprint } from './fingerprint.js';
import { git } from './git.js';
import { writeIndex } from './index-lock.js';
import { type IndexMarks, setMarks } from './index-marks.js';
import { joinNul, type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';

// What this process last made of each index: as long as nobody writes it, it needs no second time.
const settled = new Map<string, { readonly commit: string; readonly fingerprint: string | undefined }>();

const noMarks: IndexMarks = { assumeUnchanged: [], skipWorktree: [] };

/** What the user's index held besides HEAD when the session began. */
export interface UserIndex {
  readonly bystanders: readonly Bystander[];
  readonly marks: IndexMarks;
  /** Paths marked skip-worktree that were not in the working directory either. */
  readonly leftOut: readonly PathBytes[];
}

/** Whether nobody has written the user's index since this process brought it to a commit. */
export async function isAsLeft({ gitDir }: Repository): Promise<boolean> {
  const path = join(gitDir, 'index');
  const last = settled.get(path)?.fingerprint;
  return last !== undefined && last === (await fingerprint(path));
}

/**
 * Bring the user's index to a commit, with nothing staged or marked but what was when the session began. What was left out
 * then and is there by now is not marked again: git would not see what becomes of it. Files are not touched. Entries that
 * stay the same keep their stat data.
 */
export async function resetUserIndex(
  repository: Repository,
  commit: string,
  wanted: UserIndex,
): Promise<void> {
  const path = join(repository.gitDir, 'index');
  const last = settled.get(path);
  const present = await fingerprint(path);
  const isUntouched = last !== undefined && present !== undefined && last.fingerprint === present;
  if (isUntouched && last.commit === commit) return;
  await writeIndex(repository, () => rewrite(repository.root, commit, wanted, isUntouched));
  settled.set(path, { commit, fingerprint: await fingerprint(path) });
}

async function rewrite(cwd: string, commit: string, wanted: UserIndex, isUntouched: boolean): Promise<void> {
  const { assumeUnchanged, skipWorktree } = wanted.marks;
  const hasMarks = assumeUnchanged.length + skipWorktree.length > 0 || !isUntouched;
  if (!isUntouched) await dropIntentions(cwd);
  // Of a marked entry git wants to see that its file is unchanged before it replaces it, even here.
  if (hasMarks) await setMarks({ cwd }, noMarks);
  await git(['read-tree', '--reset', commit], { cwd });
  await stage(cwd, wanted.bystanders);
  if (hasMarks) await setMarks({ cwd }, await marksOf(cwd, wanted));
}

async function marksOf(root: string, { marks, leftOut }: UserIndex): Promise<IndexMarks> {
  const there = new Set(await existing(root, leftOut));
  return { ...marks, skipWorktree: marks.skipWorktree.filter((path) => !there.has(path)) };
}

/** An entry that was only intended (`git add -N`) would stay so where the commit has an empty file there. */
async function dropIntentions(cwd: string): Promise<void> {
  const args = ['diff-files', '--name-only', '--diff-filter=A', '--ignore-submodules', '-z'];
  const intended = splitNul(await git(args, { cwd }));
  if (intended.length === 0) return;
  await git(['update-index', '--force-remove', '-z', '--stdin'], { cwd, input: joinNul(intended) });
}

async function stage(cwd: string, bystanders: readonly Bystander[]): Promise<void> {
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
