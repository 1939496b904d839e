import { mkdir, rm } from 'node:fs/promises';
import type { IndexEntry } from './converted-files.js';
import { rawIds } from './file-hashes.js';
import { git } from './git.js';
import type { UnseenPlace } from './indexed-place.js';
import { filePath, joinNul, type PathBytes } from './path-bytes.js';
import { privateCall } from './snapshot.js';
import { statOf } from './stat-of.js';

/**
 * The blob that holds each of some files as it is; none for a file that git would write like this by itself. Only what is
 * not in the object database already is stored.
 */
export async function rawCopies(
  place: UnseenPlace,
  files: readonly IndexEntry[],
): Promise<(string | undefined)[]> {
  const { repository } = place;
  const { root } = repository;
  const ids = await rawIds(repository, root, pathsOf(files), false);
  const raw = new Map(files.map(({ path }, at) => [path, ids[at]]));
  // What git has as it is costs nothing: it need not be known what git would write for it.
  const strange = files.filter(({ path, id }) => raw.get(path) !== id);
  const written = await idsAsWritten(place, pathsOf(strange));
  const own = pathsOf(strange).filter((path) => written.get(path) !== raw.get(path));
  const stored = await rawIds(repository, root, own, true);
  const copies = new Map(own.map((path, at) => [path, stored[at]]));
  return files.map(({ path, id }) => (raw.get(path) === id ? id : copies.get(path)));
}

/** What git writes for some files; without those for which it fails, as a required filter may. */
async function idsAsWritten(
  { repository, index, scratch }: UnseenPlace,
  paths: readonly PathBytes[],
): Promise<Map<PathBytes, string | undefined>> {
  if (paths.length === 0) return new Map();
  const directory = `${scratch}-written`;
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const args = ['checkout-index', '--force', '--quiet', `--prefix=${directory}/`, '-z', '--stdin'];
  await git(args, { ...privateCall(repository, index), input: joinNul(paths), okCodes: [0, 1, 128] });
  const written = paths.filter((path) => statOf(filePath(directory, path))?.isFile() === true);
  const ids = await rawIds(repository, directory, written, false);
  await rm(directory, { recursive: true, force: true });
  return new Map(written.map((path, at) => [path, ids[at]]));
}

function pathsOf(files: readonly IndexEntry[]): PathBytes[] {
  return files.map((file) => file.path);
}
