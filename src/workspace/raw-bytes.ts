import { rm } from 'node:fs/promises';
import { indexRecord } from './bystanders.js';
import { attributesKey, type Converts, convertedFiles, type IndexEntry } from './converted-files.js';
import { git, gitLine } from './git.js';
import type { UnseenPlace } from './indexed-place.js';
import { filePath, joinNul, type PathBytes } from './path-bytes.js';
import { rawCopies } from './raw-copies.js';
import type { Repository } from './repository.js';
import { privateCall } from './snapshot.js';
import { statOf } from './stat-of.js';

/** A file as it was last looked at. */
interface Known {
  /** Stays the same as long as the file does, and what git would write for it. */
  readonly print: string;
  /** The copy that it needs, if any. */
  readonly copy?: string | undefined;
}

interface StandingFile extends IndexEntry {
  readonly print: string;
  /** Whether its times are old enough for the next change to show in them. */
  readonly isSettled: boolean;
}

// A change within the same tick of the kernel's clock, 10 ms at most, leaves the times as they are.
const tickNanoseconds = 100_000_000n;

// What this process last found in each working directory, by the path of its private index.
const known = new Map<string, ReadonlyMap<PathBytes, Known>>();
const trees = new Map<string, { readonly records: string; readonly tree: string }>();
const emptyTrees = new Map<string, string>();

/**
 * A tree of the files whose bytes git would not write like this: line ends that it would change, or what a filter would
 * not give back. What git has already, or would write by itself, takes no place on the disk.
 */
export async function readRawBytes(place: UnseenPlace, converts: Converts): Promise<string> {
  if (converts === 'none') return emptyTree(place.repository);
  const [entries, rules] = await Promise.all([convertedFiles(place, converts), attributesKey(place)]);
  const files = entries.flatMap((entry) => standing(place.repository.root, entry, rules));
  const before = known.get(place.index.path);
  const news = files.filter((file) => before?.get(file.path)?.print !== file.print);
  const copies = await rawCopies(place, news);
  const found = new Map(news.map(({ path, print }, at) => [path, { print, copy: copies[at] }]));
  const looked = files.map((file) => ({
    file,
    copy: (found.get(file.path) ?? before?.get(file.path))?.copy,
  }));
  const settled = looked.filter(({ file }) => file.isSettled);
  known.set(
    place.index.path,
    new Map(settled.map(({ file: { path, print }, copy }) => [path, { print, copy }])),
  );
  return treeOf(
    place,
    looked.flatMap(({ file: { path, mode }, copy }) =>
      copy === undefined ? [] : [indexRecord(path, { mode, id: copy })],
    ),
  );
}

/** The file, if there is one. */
function standing(root: string, entry: IndexEntry, rules: string): StandingFile[] {
  if (!entry.mode.startsWith('100')) return [];
  const found = statOf(filePath(root, entry.path));
  if (found?.isFile() !== true) return [];
  const { dev, ino, size, mtimeNs, ctimeNs } = found;
  const print = [dev, ino, size, mtimeNs, ctimeNs, entry.id, rules].join(' ');
  return [{ ...entry, print, isSettled: BigInt(Date.now()) * 1_000_000n - ctimeNs > tickNanoseconds }];
}

async function treeOf(place: UnseenPlace, records: readonly string[]): Promise<string> {
  const { repository, index, scratch } = place;
  if (records.length === 0) return emptyTree(repository);
  const all = records.join('\0');
  const last = trees.get(index.path);
  if (last?.records === all) return last.tree;
  const call = privateCall(repository, { path: scratch, excludesPath: '' });
  await rm(scratch, { force: true });
  await git(['update-index', '-z', '--index-info'], { ...call, input: joinNul(records) });
  const tree = await gitLine(['write-tree'], call);
  await rm(scratch, { force: true });
  trees.set(index.path, { records: all, tree });
  return tree;
}

async function emptyTree({ root, commonDir }: Repository): Promise<string> {
  const before = emptyTrees.get(commonDir);
  if (before !== undefined) return before;
  const tree = await gitLine(['mktree'], { cwd: root, input: '' });
  emptyTrees.set(commonDir, tree);
  return tree;
}
