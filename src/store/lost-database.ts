import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { databasePath } from './database-path.js';
import { hasAside } from './set-aside.js';

/**
 * What shows, in a home, that there was a database with rows; undefined where nothing does. To be read before the database
 * is: whoever is just making it leaves none of this before it is made.
 */
export function signOfRows(home: string): string | undefined {
  const directory = ['sessions', 'logs'].find((name) => isFilled(join(home, name)));
  if (directory !== undefined) return `${directory}/ is not empty`;
  return hasAside(home) ? 'one was set aside' : undefined;
}

/**
 * How the database of a home is gone, or has nothing in it, though there was one; undefined where there was none, or where
 * it is there. What SQLite made in its place would look like a first start.
 */
export function lossOf(home: string): string | undefined {
  const path = databasePath(home);
  const sign = signOfRows(home) ?? (sizeOf(`${path}-wal`) > 0 ? 'its write-ahead log is there' : undefined);
  const size = sizeOf(path);
  if (sign === undefined || size > 0) return undefined;
  return `it is ${size === 0 ? 'empty' : 'gone'}, though ${sign}`;
}

/** Bytes; -1 for a file that is not there. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? -1;
}

function isFilled(directory: string): boolean {
  try {
    return readdirSync(directory).length > 0;
  } catch {
    return false;
  }
}
