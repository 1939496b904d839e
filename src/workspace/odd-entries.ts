import { join } from 'node:path';
import { fingerprint } from './fingerprint.js';
import { git } from './git.js';
import { type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';

/** Entries of the user's index that do not say what is in the working directory. */
export interface OddEntries {
  /** Paths in conflict, whatever has brought it about. */
  readonly unmerged: readonly PathBytes[];
  /** Paths that a sparse checkout, or a mark by hand, leaves out. */
  readonly leftOut: readonly PathBytes[];
}

// The whole index is read for it: as long as nobody writes it, it needs no second time.
const known = new Map<string, { readonly entries: OddEntries; readonly fingerprint: string | undefined }>();

/** Those of the user's index as it is now. */
export async function readOddEntries({ root, gitDir }: Repository): Promise<OddEntries> {
  const path = join(gitDir, 'index');
  const present = await fingerprint(path);
  const last = known.get(path);
  if (last !== undefined && present !== undefined && last.fingerprint === present) return last.entries;
  // `-v` shows assume-unchanged, besides, by a lower-case letter.
  const records = splitNul(await git(['ls-files', '-v', '-z'], { cwd: root }));
  const matching = (mark: RegExp) =>
    records.filter((record) => mark.test(record)).map((record) => record.slice(2));
  const entries = { unmerged: [...new Set(matching(/^m /i))], leftOut: matching(/^s /i) };
  known.set(path, { entries, fingerprint: present });
  return entries;
}
