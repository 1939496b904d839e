import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf, Refusal } from '../errors.js';
import { databasePath } from './database-path.js';
import { damaged, isDamage, isLocked, isReadOnly, locked, lost, readOnly } from './database-trouble.js';
import { lossOf, signOfRows } from './lost-database.js';
import { migrations } from './migrations.js';
import { defineFunctions } from './sql-functions.js';
import { walDamage } from './wal-damage.js';

export type Db = Database.Database;

/**
 * Open the database of a home directory, making and migrating it where needed.
 *
 * WAL lets several servers read while one writes; full sync means that what was answered survives a power cut.
 *
 * @throws Refusal `internal` when it cannot be opened, is damaged or lost, or was written by a newer program: it is left
 *   alone then.
 */
export function openDatabase(home: string): Db {
  const path = databasePath(home);
  const loss = lossOf(home);
  if (loss !== undefined) throw lost(path, loss);
  const sign = signOfRows(home);
  const damage = walDamage(path);
  if (damage !== undefined) throw damaged(`The database ${path}`, damage);
  const db = open(home, path);
  try {
    assertKnown(db, path);
    if (sign !== undefined && versionOf(db) === 0) throw lost(path, `it has no tables, though ${sign}`);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    defineFunctions(db);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Refusal) throw error;
    throw isDamage(error) ? damaged(`The database ${path}`, messageOf(error)) : cannotOpen(path, error);
  }
}

/** @throws Refusal `internal` where there can be no such directory. */
export function makeHome(home: string): void {
  try {
    makeDirectory(home);
  } catch (error) {
    throw cannotOpen(databasePath(home), error);
  }
}

/** One by one from the first that is there: where nothing can be made (`/proc`), node's recursive way never ends. */
function makeDirectory(path: string): void {
  if (isDirectory(path)) return;
  if (dirname(path) !== path) makeDirectory(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another server may have made it meanwhile.
    if (!isDirectory(path)) throw error;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function open(home: string, path: string): Db {
  makeHome(home);
  try {
    // Another server may be writing: wait for it, up to 10 s.
    return new Database(path, { timeout: 10_000 });
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

function cannotOpen(path: string, error: unknown): Refusal {
  if (isLocked(error)) return locked(`the database ${path}`);
  if (isReadOnly(error)) return readOnly(`The database ${path}`);
  return new Refusal(
    'internal',
    `The database ${path} cannot be opened: ${messageOf(error)}.`,
    'See that the directory exists, is writable and has room, or set AUTORESEARCH_HOME to another one.',
  );
}

function versionOf(db: Db): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function assertKnown(db: Db, path: string): void {
  const version = versionOf(db);
  if (version <= migrations.length) return;
  throw new Refusal(
    'internal',
    `The database ${path} was written by a newer autoresearch-mcp (schema ${version}; this one knows ${migrations.length}).`,
    'Update autoresearch-mcp. The database was left as it is.',
  );
}

function migrate(db: Db): void {
  const step = db.transaction(() => {
    // Read inside the write lock: another server may have migrated in the meantime.
    const version = versionOf(db);
    for (const sql of migrations.slice(version)) db.exec(sql);
    if (version < migrations.length) db.pragma(`user_version = ${migrations.length}`);
  });
  step.immediate();
}
