import Database from 'better-sqlite3';
import { Refusal } from '../errors.js';

/** Whether an error says that the database file itself is damaged. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
}

/** What an error of the database means and what to do about it; undefined for a mistake of our own. */
export function databaseTrouble(error: unknown): Refusal | undefined {
  const code = codeOf(error);
  if (isDamage(error)) return damaged('The database', code);
  if (code.startsWith('SQLITE_FULL')) {
    return new Refusal('internal', 'There is no room for the database: the disk is full.', makeRoom);
  }
  if (isReadOnly(error)) return readOnly('The database');
  if (/^SQLITE_(IOERR|CANTOPEN)/.test(code)) {
    return new Refusal(
      'internal',
      `The database cannot be read or written (${code}).`,
      'See that its directory exists, is writable and has room (`autoresearch-mcp doctor`); then call again.',
    );
  }
  return isLocked(error) ? locked('the database') : undefined;
}

/** Whether another process wrote for longer than was waited. */
export function isLocked(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

/** What to say of a database that another process is writing to. */
export function locked(what: string): Refusal {
  return new Refusal('internal', `Another process keeps ${what} locked.`, 'Call again in a moment.');
}

/** Whether an error says that a database cannot be written by this user, or where it is. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_READONLY');
}

/** What to say of such a database. */
export function readOnly(what: string): Refusal {
  return new Refusal(
    'internal',
    `${what} cannot be written: it, or its directory, is read-only.`,
    'Make it writable for this user, also to look at it, or set AUTORESEARCH_HOME to another directory, such as a copy; then call again.',
  );
}

/** What to do about a full disk. */
export const makeRoom =
  'Make room (`autoresearch-mcp doctor` says what takes it here, `autoresearch-mcp prune` removes some), then call again: ' +
  'what was cut off is then finished.';

/** What to say of a damaged database. */
export function damaged(what: string, how: string): Refusal {
  return new Refusal(
    'internal',
    `${what} is damaged (${how}). It was left as it is.`,
    'Run `autoresearch-mcp recover` in the repository: it sets the database aside and rebuilds what it can.',
  );
}

/** What to say of a database that is gone, or has nothing in it. */
export function lost(path: string, how: string): Refusal {
  return new Refusal(
    'internal',
    `The database ${path} is lost: ${how}. No other was begun.`,
    'Put it back if you have moved it; or run `autoresearch-mcp recover` in the repository, which makes another and rebuilds what it can.',
  );
}

function codeOf(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code : '';
}
