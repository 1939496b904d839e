import { join } from 'node:path';

/** Path of the database of a home directory. */
export function databasePath(home: string): string {
  return join(home, 'autoresearch.db');
}
