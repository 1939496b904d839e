import { type Files, readTree, type WorktreeState } from './worktree-state.js';

/** Paths that differ from HEAD in the working directory or in the index, whatever flags hide it. */
export function findBystanders(root: string, before: WorktreeState, worktreeTree: string): Set<string> {
  const head = readTree(root, before.head);
  const worktree = readTree(root, worktreeTree);
  const index = new Map(before.index.map(entryOf));
  const all = new Set([...head.keys(), ...worktree.keys(), ...index.keys()]);
  const isDifferent = (path: string) => {
    const committed = short(head.get(path));
    return short(worktree.get(path)) !== committed || index.get(path)?.object !== committed;
  };
  return new Set([...all].filter(isDifferent));
}

/** `<mode> <type> <object>` of a tree as `<mode> <object>`. */
function short(entry: string | undefined): string | undefined {
  return entry?.replace(/ [a-z]+ /, ' ');
}

interface IndexEntry {
  readonly flag: string;
  readonly object: string;
}

// `<flag> <mode> <object> <stage>\t<path>`
function entryOf(record: string): [path: string, entry: IndexEntry] {
  const [flag = '', mode = '', object = ''] = record.split(' ');
  return [record.slice(record.indexOf('\t') + 1), { flag, object: `${mode} ${object}` }];
}

export interface DiscardedWorktree {
  /** The files before the edits. */
  readonly steady: Files;
  /** The files that the discard found. */
  readonly left: Files;
  readonly incumbent: ReadonlyMap<string, string>;
  /** What git sees of `left`. */
  readonly present: ReadonlyMap<string, string>;
  readonly ignoredAtStart: ReadonlySet<string>;
  /** What of `left` the incumbent's own rules ignore. */
  readonly ignored: ReadonlySet<string>;
}

/**
 * The incumbent's files are back, what git did not see and the incumbent's rules ignore stays as it was left, and so
 * does what was ignored from the start, unless it stands where the incumbent has a file or a directory. All else is gone.
 */
export function worktreeAfterDiscard({
  steady,
  left,
  incumbent,
  present,
  ignoredAtStart,
  ignored,
}: DiscardedWorktree): Files {
  const files = new Map([...steady].filter(([path]) => incumbent.has(path)));
  for (const [path, file] of left) {
    const isUnseen = !present.has(path) || ignoredAtStart.has(path);
    const isLeft = isUnseen && !incumbent.has(path) && ignored.has(path);
    if (isLeft && !isInTheWay(path, incumbent)) files.set(path, file);
  }
  return new Map([...files].sort(byPath));
}

function isInTheWay(path: string, incumbent: ReadonlyMap<string, string>): boolean {
  const parts = path.split('/');
  const isBelowFile = parts.some((_, depth) => incumbent.has(parts.slice(0, depth).join('/')));
  return isBelowFile || [...incumbent.keys()].some((other) => other.startsWith(`${path}/`));
}

/** The measured tree with each bystander as HEAD had it. */
export function treeToKeep(
  measured: ReadonlyMap<string, string>,
  bystanders: ReadonlySet<string>,
  head: ReadonlyMap<string, string>,
): Map<string, string> {
  const own = [...measured].filter(([path]) => !bystanders.has(path));
  const theirs = [...head].filter(([path]) => bystanders.has(path));
  return new Map([...own, ...theirs].sort(byPath));
}

/** The index of a kept commit: the commit's entries, the bystanders as they were, flags as they were. */
export function indexOfKept(
  kept: ReadonlyMap<string, string>,
  bystanders: ReadonlySet<string>,
  indexBefore: readonly string[],
): string[] {
  const before = new Map(indexBefore.map((record) => [entryOf(record)[0], record]));
  const records = new Map([...before].filter(([path]) => bystanders.has(path)));
  for (const [path, entry] of kept) {
    const flag = before.get(path)?.[0] ?? 'H';
    if (!bystanders.has(path)) records.set(path, `${flag} ${short(entry)} 0\t${path}`);
  }
  return [...records].sort(byPath).map(([, record]) => record);
}

function byPath([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
