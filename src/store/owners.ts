import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { readCopy } from './database-copy.js';
import { databasePath } from './database-path.js';
import type { LockOwner } from './locks.js';

/** A process that a database names as being at work, and with what. */
export interface AtWork {
  readonly owner: LockOwner;
  readonly what: string;
}

interface OwnerRow {
  readonly pid: number;
  readonly started: string;
  readonly what: string;
}

const queries = [
  'SELECT owner_pid AS pid, owner_started AS started, holder AS what FROM locks ORDER BY since',
  `SELECT owner_pid AS pid, owner_started AS started, 'run ' || session_id || '.' || number AS what FROM runs
   WHERE state = 'running'`,
];

/** Who is at work by a damaged database: owners of locks and of runs, alive or not, as far as they can still be read. */
export function ownersIn(home: string): AtWork[] {
  const path = databasePath(home);
  if (!existsSync(path)) return [];
  return readCopy(home, path, (db) => queries.flatMap((query) => rowsOf(db, query))) ?? [];
}

function rowsOf(db: Database.Database, query: string): AtWork[] {
  try {
    const rows = db.prepare<[], OwnerRow>(query).all();
    return rows.map(({ pid, started, what }) => ({ owner: { pid, started }, what }));
  } catch {
    return [];
  }
}
