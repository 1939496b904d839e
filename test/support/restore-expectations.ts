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
  /** What each file had when the session began, or when it last changed. */
  readonly modes: ReadonlyMap<string, string>;
  readonly incumbent: ReadonlyMap<string, string>;
  /** What git sees of `left`. */
  readonly present: ReadonlyMap<string, string>;
  /** What of `left` the incumbent's own rules ignore. */
  readonly ignored: ReadonlySet<string>;
}

/**
 * The incumbent's files are back, byte for byte and with their permissions; those that nobody changed have whatever
 * permissions they were given since. Empty directories stay, and come back. What the incumbent's rules ignore stays as it
 * was left, unless it stands where the incumbent has a file or a directory. All else is gone.
 */
export function worktreeAfterDiscard(found: DiscardedWorktree): Files {
  const files = new Map([...incumbentFiles(found), ...filesLeft(found)]);
  const empty = [...found.steady.keys(), ...found.left.keys()].filter(
    (path) => isDirectory(path) && !isBelowFile(path, files),
  );
  const occupied = parentsOf([...files.keys(), ...empty.map((path) => path.slice(0, -1))]);
  for (const path of empty) if (!occupied.has(path)) files.set(path, 'empty');
  return new Map([...files].sort(byPath));
}

function incumbentFiles({ steady, left, modes, incumbent, present }: DiscardedWorktree): [string, string][] {
  const back = [...steady].filter(([path]) => incumbent.has(path));
  return back.map(([path, file]) => {
    const found = left.get(path) ?? '';
    const isSame = present.get(path) === incumbent.get(path) && contentOf(found) === contentOf(file);
    return [path, isSame ? found : withMode(file, modes.get(path))];
  });
}

function filesLeft({ left, incumbent, ignored }: DiscardedWorktree): [string, string][] {
  return [...left].filter(([path]) => {
    const isLeft = !incumbent.has(path) && ignored.has(path);
    return isLeft && !isDirectory(path) && !isInTheWay(path, incumbent);
  });
}

function isDirectory(path: string): boolean {
  return path.endsWith('/');
}

/** `<mode> <digest>` of a file without its mode. */
function contentOf(file: string): string {
  return file.slice(file.indexOf(' ') + 1);
}

function withMode(file: string, mode: string | undefined): string {
  return mode === undefined || file.startsWith('link ') ? file : `${mode} ${contentOf(file)}`;
}

/** All directories that some files are in. */
function parentsOf(paths: Iterable<string>): Set<string> {
  const parents = new Set<string>();
  for (const path of paths) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
      parents.add(path.slice(0, at + 1));
  }
  return parents;
}

function isBelowFile(path: string, files: Files): boolean {
  return [...parentsOf([path])].some((parent) => files.has(parent.slice(0, -1)));
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
