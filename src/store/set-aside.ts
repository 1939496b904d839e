import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { databasePath } from './database-path.js';

const moving = '-moving';

/**
 * Give a lost or damaged database another name, `autoresearch.db.corrupt-<time>`, with its write-ahead log. Nothing is
 * written over. Until the last of it has its name the database itself has another one, which says to `finishSetAside` that
 * this was cut off; it goes first, so that its log is never taken for that of a next one.
 *
 * @returns path of the database from then on; undefined where there was nothing of it.
 */
export function setAside(home: string, at: Date): string | undefined {
  const path = databasePath(home);
  const present = ['', '-wal', '-shm'].filter((suffix) => existsSync(path + suffix));
  if (present.length === 0) return undefined;
  const aside = freeName(home, `${path}.corrupt-${at.toISOString().replace(/[-:.]/g, '')}`);
  if (present.includes('')) renameSync(path, aside + moving);
  finish(path, aside);
  return aside;
}

/** Finish every setting aside that was cut off. */
export function finishSetAside(home: string): void {
  for (const name of namesAside(home).filter((each) => each.endsWith(moving))) {
    finish(databasePath(home), join(home, name.slice(0, -moving.length)));
  }
}

/** Paths of the databases of a home that were set aside, oldest first. */
export function databasesAside(home: string): string[] {
  const names = namesAside(home).filter((name) => !/-(wal|shm|moving)$/.test(name));
  return names.sort().map((name) => join(home, name));
}

/** Whether anything of a database was ever set aside here. */
export function hasAside(home: string): boolean {
  return namesAside(home).length > 0;
}

function finish(path: string, aside: string): void {
  // Of another one, that somebody has put there since, nothing is taken.
  const left = existsSync(path) ? [] : ['-wal', '-shm'].filter((suffix) => existsSync(path + suffix));
  for (const suffix of left) renameSync(path + suffix, aside + suffix);
  if (existsSync(aside + moving)) renameSync(aside + moving, aside);
}

function freeName(home: string, wanted: string): string {
  const taken = namesAside(home).map((name) => join(home, name));
  return taken.some((path) => path.startsWith(wanted)) ? freeName(home, `${wanted}x`) : wanted;
}

function namesAside(home: string): string[] {
  const prefix = `${basename(databasePath(home))}.corrupt-`;
  return namesIn(home).filter((name) => name.startsWith(prefix));
}

function namesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}
