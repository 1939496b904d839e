import { type Db, openDatabase } from './database.js';
import { readCopy } from './database-copy.js';
import { databasesAside } from './set-aside.js';

/** How many rows were taken over, by table. */
export type Salvaged = Readonly<Record<string, number>>;

// In the order in which they refer to each other, with what to read them backwards by.
const tables = [
  ['sessions', 'rowid DESC'],
  ['ideas', 'id DESC'],
  ['notes', 'id DESC'],
  ['runs', 'session_id DESC, number DESC'],
  ['samples', 'id DESC'],
  ['seals', 'session_id DESC, kind DESC, path DESC'],
  ['events', 'id DESC'],
] as const;

// What somebody wrote: it may begin as JSON does.
const freeText = new Set(['name', 'description', 'summary', 'end_reason', 'title', 'detail', 'note', 'text']);

/**
 * Take over what can still be read in the databases of a home that were set aside. Rows that are there already stay as
 * they are, so that doing it twice adds nothing.
 *
 * @param into the directory of the database that gets them.
 */
export function salvage(home: string, into: string): Salvaged {
  const db = openDatabase(into);
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

function salvageFrom(home: string, path: string, db: Db): [string, number][] {
  const take = (damaged: Db): [string, number][] =>
    tables.map(([table, backwards]) => [table, salvageTable(damaged, db, table, backwards)]);
  return readCopy(home, path, take) ?? [];
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
  if (!Object.entries(row).every(isSound)) return 0;
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
function isSound([name, value]: [string, unknown]): boolean {
  if (freeText.has(name) || typeof value !== 'string' || !/^[[{]/.test(value)) return true;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
