import { git } from './git.js';
import { joinNul, type PathBytes, splitNul } from './path-bytes.js';

/** Index entries that git was told not to look at. Both kinds hide what is in the file. */
export interface IndexMarks {
  readonly assumeUnchanged: readonly PathBytes[];
  readonly skipWorktree: readonly PathBytes[];
}

type Call = Omit<Parameters<typeof git>[1], 'input'>;

/** The marked entries of the index that a call works on. */
export async function readMarks(call: Call): Promise<IndexMarks> {
  // `-v` shows assume-unchanged by a lower-case letter, and skip-worktree by the letter S.
  const records = splitNul(await git(['ls-files', '-v', '-z'], call));
  const matching = (mark: RegExp) =>
    records.filter((record) => mark.test(record)).map((each) => each.slice(2));
  return { assumeUnchanged: matching(/^[a-z] /), skipWorktree: matching(/^[Ss] /) };
}

/** Leave exactly these entries marked. Paths that the index does not have are passed over. */
export async function setMarks(call: Call, wanted: IndexMarks): Promise<void> {
  const present = await readMarks(call);
  const { assumeUnchanged, skipWorktree } = present;
  await update(call, '--no-assume-unchanged', without(assumeUnchanged, wanted.assumeUnchanged));
  await update(call, '--no-skip-worktree', without(skipWorktree, wanted.skipWorktree));
  await update(
    call,
    '--assume-unchanged',
    await known(call, without(wanted.assumeUnchanged, assumeUnchanged)),
  );
  await update(call, '--skip-worktree', await known(call, without(wanted.skipWorktree, skipWorktree)));
}

function without(paths: readonly PathBytes[], others: readonly PathBytes[]): PathBytes[] {
  const left = new Set(others);
  return paths.filter((path) => !left.has(path));
}

/** Those of the paths that the index has: git would fail on any other. */
async function known(call: Call, paths: readonly PathBytes[]): Promise<PathBytes[]> {
  if (paths.length === 0) return [];
  const entries = new Set(splitNul(await git(['ls-files', '-z'], call)));
  return paths.filter((path) => entries.has(path));
}

async function update(call: Call, mark: string, paths: readonly PathBytes[]): Promise<void> {
  if (paths.length === 0) return;
  await git(['update-index', mark, '-z', '--stdin'], { ...call, input: joinNul(paths) });
}
