import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { messageOf } from '../errors.js';
import { databasePath } from './database-path.js';
import { isDamage } from './database-trouble.js';
import { lossOf, signOfRows } from './lost-database.js';
import { migrations } from './migrations.js';
import { defineFunctions } from './sql-functions.js';
import { type Store, storeOn } from './store.js';
import { walDamage } from './wal-damage.js';

/** What was found of a database, without changing anything in it. */
export type Inspection =
  | { readonly state: 'absent' }
  /** Damaged or lost, or not readable for another reason. */
  | { readonly state: 'damaged' | 'unreadable'; readonly how: string }
  /** Whole, but of another version of the schema: its rows cannot be read here. */
  | { readonly state: 'older' | 'newer'; readonly version: number }
  /** To be closed by whoever asked. */
  | { readonly state: 'whole'; readonly version: number; readonly store: Store };

/** Look at the database of a home: that it is whole, and of which version. It is not migrated, and nothing is written. */
export function inspectDatabase(home: string): Inspection {
  const path = databasePath(home);
  const loss = lossOf(home);
  if (loss !== undefined) return { state: 'damaged', how: loss };
  if (!existsSync(path)) return { state: 'absent' };
  const sign = signOfRows(home);
  const how = walDamage(path);
  if (how !== undefined) return { state: 'damaged', how };
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { fileMustExist: true, timeout: 10_000 });
    const inspection = inspect(db, sign);
    if (inspection.state !== 'whole') db.close();
    return inspection;
  } catch (error) {
    db?.close();
    const state = isDamage(error) ? 'damaged' : 'unreadable';
    return { state, how: messageOf(error) };
  }
}

function inspect(db: Database.Database, sign: string | undefined): Inspection {
  db.pragma('query_only = ON');
  defineFunctions(db);
  const complaint = String(db.pragma('integrity_check(1)', { simple: true }));
  if (complaint !== 'ok') return { state: 'damaged', how: complaint };
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version === 0 && sign !== undefined) {
    return { state: 'damaged', how: `it has no tables, though ${sign}` };
  }
  if (version === migrations.length) return { state: 'whole', version, store: storeOn(db) };
  return { state: version < migrations.length ? 'older' : 'newer', version };
}
