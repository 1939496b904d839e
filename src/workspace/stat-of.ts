import { type BigIntStats, lstatSync } from 'node:fs';

/**
 * What is at a path itself, if anything can be seen there. One after the other is the fast way to look at many files: a
 * promise for each takes six times as long.
 */
export function statOf(path: Buffer): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    // A file on the way, say.
    return undefined;
  }
}
