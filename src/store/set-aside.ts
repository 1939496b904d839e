import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { databasePath } from './database.js';

/**
 * Give a damaged database another name, `autoresearch.db.corrupt-<time>`, with its write-ahead log. Nothing is written
 * over. The log goes first: left behind, it could be taken for that of the next database.
 *
 * @returns path of the database from then on.
 */
export function setAside(home: string, at: Date): string {
  const path = databasePath(home);
  const stamp = at.toISOString().replace(/[-:.]/g, '');
  let aside = `${path}.corrupt-${stamp}`;
  while (existsSync(aside) || existsSync(`${aside}-wal`)) aside += 'x';
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}

/** Paths of the databases of a home that were set aside, oldest first. */
export function databasesAside(home: string): string[] {
  const prefix = `${basename(databasePath(home))}.corrupt-`;
  const names = readdirSync(home).filter((name) => name.startsWith(prefix) && !/-(wal|shm)$/.test(name));
  return names.sort().map((name) => join(home, name));
}
