import { closeSync, linkSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { messageOf, Refusal } from '../errors.js';
import { openDatabase } from './database.js';

// All of it in one step: a writer between two steps would make it begin again.
const allPages = 0x7fffffff;

/**
 * Copy the database of a home to a file while servers may be using it: as it is at one moment, and seen to be whole. Only
 * its owner can read it.
 *
 * @throws Refusal `internal` where the file is there already or cannot be written, or where the copy is not whole: there
 *   is no file then.
 */
export async function backupDatabase(home: string, file: string): Promise<void> {
  const db = openDatabase(home);
  try {
    // A kill leaves no half of it under the name of a backup.
    const partial = `${file}.partial-${process.pid}`;
    try {
      claim(partial);
      await db.backup(partial, { progress: () => allPages });
      assertWhole(partial);
      // Unlike a renaming, this never takes the place of a file.
      linkSync(partial, file);
    } catch (error) {
      throw error instanceof Refusal ? error : failed(file, messageOf(error));
    } finally {
      for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${suffix}`, { force: true });
    }
  } finally {
    db.close();
  }
}

/** Make the file, for its owner alone. */
function claim(file: string): void {
  closeSync(openSync(file, 'wx', 0o600));
}

function assertWhole(file: string): void {
  const copy = new Database(file, { fileMustExist: true });
  try {
    const complaint = String(copy.pragma('integrity_check(1)', { simple: true }));
    if (complaint !== 'ok') throw new Error(complaint);
    // Else whoever opens it would have to be able to write next to it.
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

function failed(file: string, why: string): Refusal {
  return new Refusal(
    'internal',
    `There is no backup in ${file}: ${why}.`,
    'Name a file that is not there yet, in a directory that is writable and has room.',
  );
}
