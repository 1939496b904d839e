import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Db, openDatabase } from './database.js';
import { migrations } from './migrations.js';
import { databasesAside } from './set-aside.js';

/** How many rows were taken over, by table. */
export type Salvaged = Readonly<Record<string, number>>;

// In the order in which they refer to each other, with what to read them backwards by.
const tables = [
  ['sessions', 'rowid DESC'],
  ['runs', 'session_id DESC, number DESC'],
  ['samples', 'id DESC'],
  ['seals', 'session_id DESC, kind DESC, path DESC'],
  ['events', 'id DESC'],
] as const;
const temporary = 'recovering-';

/**
 * Take over what can still be read in the databases of a home that were set aside. Rows that are there already stay as
 * they are, so that doing it twice adds nothing.
 */
export function salvage(home: string): Salvaged {
  for (const name of readdirSync(home)) {
    if (name.startsWith(temporary)) rmSync(join(home, name), { recursive: true, force: true });
  }
  const db = openDatabase(home);
  try {
    const counts: Record<string, number> = {};
    for (const path of databasesAside(home)) {
      for (const [table, count] of salvageFrom(home, path, db)) counts[table] = (counts[table] ?? 0) + count;
    }
    return counts;
  } finally {
    db.close();
  }
}

/** What was set aside stays as it is: SQLite would write to it, so it gets a copy. */
function salvageFrom(home: string, path: string, db: Db): [string, number][] {
  const directory = mkdtempSync(join(home, temporary));
  try {
    const copy = join(directory, 'copy.db');
    for (const suffix of ['', '-wal']) {
      if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
    }
    const damaged = openOfThisVersion(copy);
    if (damaged === undefined) return [];
    try {
      return tables.map(([table, backwards]) => [table, salvageTable(damaged, db, table, backwards)]);
    } finally {
      damaged.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function openOfThisVersion(path: string): Db | undefined {
  let damaged: Db | undefined;
  try {
    damaged = new Database(path);
    if (Number(damaged.pragma('user_version', { simple: true })) === migrations.length) return damaged;
  } catch {
    // Nothing of it can be read.
  }
  damaged?.close();
  return undefined;
}

function salvageTable(from: Db, to: Db, table: string, backwards: string): number {
  let count = 0;
  const take = to.transaction((order: string): boolean => {
    try {
      for (const row of from
        .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ${order}`)
        .iterate()) {
        count += insert(to, table, row);
      }
      return true;
    } catch {
      // As far as it goes.
      return false;
    }
  });
  // What comes after the damage is read from the other end.
  if (!take('')) take(`ORDER BY ${backwards}`);
  return count;
}

/** @returns 1 for a row that is new and whole, else 0. */
function insert(to: Db, table: string, row: Record<string, unknown>): number {
  if (!Object.values(row).every(isSound)) return 0;
  const names = Object.keys(row);
  const values = names.map((name) => `@${name}`).join(', ');
  try {
    return to.prepare(`INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${values})`).run(row)
      .changes;
  } catch {
    // What it belongs to could not be read, or it breaks a rule of the schema.
    return 0;
  }
}

/** Half a page of another row shows in what is no JSON any more. */
function isSound(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return true;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
