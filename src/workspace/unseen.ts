import { type Converts, findConverts, isAttributesFile } from './converted-files.js';
import { emptyDirectories, stillEmpty } from './empty-directories.js';
import { existing } from './exists.js';
import type { UnseenPlace } from './indexed-place.js';
import { type PathBytes, parentsOf } from './path-bytes.js';
import { type Permissions, readPermissions, updatePermissions } from './permissions.js';
import { readRawBytes } from './raw-bytes.js';
import { filesOf } from './snapshot.js';
import type { TreeChange } from './tree-diff.js';

/** What a working directory holds besides what its tree says: git would write it otherwise, or not at all. */
export interface Unseen {
  readonly converts: Converts;
  /** A tree of the files whose bytes are not what git would write for them, as they are. */
  readonly bytes: string;
  /** Those without anything in them, as far as git does not ignore the place. */
  readonly directories: readonly PathBytes[];
  readonly permissions: Permissions;
  /** Paths that a sparse checkout, or a mark in the index, leaves out, and that are there all the same. */
  readonly present: readonly PathBytes[];
}

/** All of it, of a directory whose snapshot has just been taken. Every file is looked at. */
export async function readUnseen(place: UnseenPlace): Promise<Unseen> {
  const { repository, index } = place;
  const [converts, files, directories] = await Promise.all([
    findConverts(place),
    filesOf(repository, index),
    emptyDirectories(repository, index),
  ]);
  return {
    converts,
    bytes: await readRawBytes(place, converts),
    directories,
    permissions: readPermissions(repository.root, [...files, ...directories], place.seesModes),
    present: await existing(repository.root, place.skipped ?? []),
  };
}

/**
 * What has become of it. Of files only changed ones are looked at, but for the bytes where git converts.
 *
 * @param before what it was, beside another tree.
 * @param changes what differs since, by the snapshot that has just been taken.
 */
export async function updateUnseen(
  place: UnseenPlace,
  before: Unseen,
  changes: readonly TreeChange[],
): Promise<Unseen> {
  const { root } = place.repository;
  const paths = changes.map((change) => change.path);
  const isSame = !changes.some(({ path }) => isAttributesFile(path));
  const deleted = changes.filter(({ kind }) => kind === 'deleted').map(({ path }) => path);
  const [converts, ...empty] = await Promise.all([
    isSame ? before.converts : findConverts(place),
    emptyDirectories(place.repository, place.index),
    // By now git may ignore the place.
    stillEmpty(root, [...before.directories, ...deleted, ...deleted.flatMap(parentsOf)]),
  ]);
  const directories = [...new Set(empty.flat())].sort();
  return {
    converts,
    bytes: await readRawBytes(place, converts),
    directories,
    permissions: updatePermissions(root, before.permissions, [...paths, ...directories]),
    present: [...before.present, ...(await newlyPresent(place, before, paths))].sort(),
  };
}

function newlyPresent(
  { repository, skipped = [] }: UnseenPlace,
  before: Unseen,
  paths: readonly PathBytes[],
): Promise<PathBytes[]> {
  const [left, known] = [new Set(skipped), new Set(before.present)];
  return existing(
    repository.root,
    paths.filter((path) => left.has(path) && !known.has(path)),
  );
}

/**
 * Whether a path is one that the directory does without, although its tree has it.
 *
 * @param skipped as in {@link UnseenPlace}.
 */
export function leftOut(
  unseen: Unseen | undefined,
  skipped: readonly PathBytes[] = [],
): (path: PathBytes) => boolean {
  const present = new Set(unseen?.present);
  const absent = new Set(skipped.filter((path) => !present.has(path)));
  return (path) => absent.has(path);
}
