import { indexRecord } from './bystanders.js';
import type { IndexEntry } from './converted-files.js';
import { git } from './git.js';
import type { IndexedPlace } from './indexed-place.js';
import { joinNul } from './path-bytes.js';
import { privateCall } from './snapshot.js';

/**
 * Give the private index entries as they are in a tree, or take them out. The next snapshot reads these files anew,
 * whatever their times say.
 */
export async function enterEntries(
  { repository, index }: IndexedPlace,
  entries: readonly IndexEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const input = joinNul(entries.map(({ path, mode, id }) => indexRecord(path, { mode, id })));
  await git(['update-index', '-z', '--index-info'], { ...privateCall(repository, index), input });
}

/** The same for paths that are not in the working directory, and are not missing from it either. */
export async function leaveOut(place: IndexedPlace, entries: readonly IndexEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await enterEntries(place, entries);
  const input = joinNul(entries.map(({ path }) => path));
  const call = privateCall(place.repository, place.index);
  await git(['update-index', '--skip-worktree', '-z', '--stdin'], { ...call, input });
}
