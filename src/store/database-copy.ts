import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrations } from './migrations.js';

const temporary = 'recovering-';

/** A directory in a home that lasts for one `recover`: `removeTemporaryHomes` removes it after a kill. */
export function temporaryHome(home: string): string {
  return mkdtempSync(join(home, temporary));
}

/** Remove what a killed `recover` has left. */
export function removeTemporaryHomes(home: string): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith(temporary)) rmSync(join(home, name), { recursive: true, force: true });
  }
}

/**
 * Read a damaged database as far as it goes. It stays as it is: SQLite would write to it, so it gets a copy.
 *
 * @returns undefined where nothing of it can be read, or where it is of another version of the schema.
 */
export function readCopy<T>(home: string, path: string, read: (db: Database.Database) => T): T | undefined {
  const directory = temporaryHome(home);
  try {
    const copy = join(directory, 'copy.db');
    for (const suffix of ['', '-wal']) {
      if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
    }
    const db = openOfThisVersion(copy);
    if (db === undefined) return undefined;
    try {
      return read(db);
    } finally {
      db.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function openOfThisVersion(path: string): Database.Database | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(path);
    if (Number(db.pragma('user_version', { simple: true })) === migrations.length) return db;
  } catch {
    // Nothing of it can be read.
  }
  db?.close();
  return undefined;
}
