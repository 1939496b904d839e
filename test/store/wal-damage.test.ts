import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { walDamage } from '../../src/store/wal-damage.js';
import { temporaryDirectory } from '../support/temporary.js';

const rows = 30;

/** A database whose write-ahead log holds one commit a row, as a killed process leaves it. */
function killedDatabase(): { path: string; wal: string } {
  const directory = temporaryDirectory();
  const live = join(directory, 'live.db');
  const db = new Database(live);
  onTestFinished(() => void db.close());
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE t (x)');
  for (let row = 0; row < rows; row++) db.prepare('INSERT INTO t VALUES (?)').run(`row ${row}`.repeat(20));
  const path = join(directory, 'copy.db');
  for (const suffix of ['', '-wal']) copyFileSync(live + suffix, path + suffix);
  return { path, wal: `${path}-wal` };
}

function overwrite(file: string, at: number, bytes: string): void {
  const content = readFileSync(file);
  content.write(bytes, at, 'latin1');
  writeFileSync(file, content);
}

test('a log that is whole, cut off in a frame, empty or absent is not damaged', () => {
  const { path, wal } = killedDatabase();
  expect(walDamage(path)).toBeUndefined();
  truncateSync(wal, statSync(wal).size - 1000);
  expect(walDamage(path)).toBeUndefined();
  truncateSync(wal, 0);
  expect(walDamage(path)).toBeUndefined();
  expect(walDamage(join(path, 'nowhere'))).toBeUndefined();
});

test('a last commit that was not written out is no damage', () => {
  const { path, wal } = killedDatabase();
  overwrite(wal, statSync(wal).size - 2000, 'lost');
  expect(walDamage(path)).toBeUndefined();
});

test('the log of before that the next one has not yet written over is none', () => {
  const { path } = killedDatabase();
  const db = new Database(path);
  db.pragma('wal_checkpoint(RESTART)');
  db.prepare('INSERT INTO t VALUES (?)').run('new');
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(50_000);
  expect(walDamage(path)).toBeUndefined();
  db.close();
});

test.each([
  ['its header', 0],
  ["its header's sums", 26],
  ['a page in its middle', 40_000],
  ['the head of a frame', 32 + (24 + 4096) * 5 + 1],
])('damage of %s is seen, and SQLite does not see it', (_, at) => {
  const { path, wal } = killedDatabase();
  overwrite(wal, at, 'damaged by somebody');
  expect(walDamage(path)).toBeDefined();
  const db = new Database(path);
  expect(() => db.pragma('integrity_check')).not.toThrow();
  db.close();
});
