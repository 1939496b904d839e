import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.js';
import { migrations } from '../../src/store/migrations.js';
import { openStore } from '../../src/store/store.js';
import { storedRun, storedSession } from '../support/stored.js';
import { temporaryDirectory } from '../support/temporary.js';

test('an empty home gets the whole schema, and opening it again changes nothing', () => {
  const home = join(temporaryDirectory(), 'new/home');
  const read = () => {
    const db = openDatabase(home);
    const tables = db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    const pragmas = ['journal_mode', 'foreign_keys', 'synchronous', 'user_version'].map((name) =>
      db.pragma(name, { simple: true }),
    );
    db.close();
    return { tables, pragmas };
  };
  const first = read();
  expect(first.pragmas).toEqual(['wal', 1, 2, migrations.length]);
  expect(first.tables.length).toBeGreaterThan(5);
  expect(read()).toEqual(first);
});

test('what was stored is there after reopening', () => {
  const home = temporaryDirectory();
  const store = openStore(home);
  store.sessions.insert(storedSession);
  store.runs.insert(storedRun);
  store.close();
  const again = openStore(home);
  expect(again.sessions.find(storedSession.id)).toEqual(storedSession);
  expect(again.runs.find(storedSession.id, 0)).toEqual(storedRun);
  again.close();
});

test('a database of a newer program is refused, and left as it is to the byte', () => {
  const home = temporaryDirectory();
  const path = join(home, 'autoresearch.db');
  const newer = new Database(path);
  newer.exec('CREATE TABLE future (x); INSERT INTO future VALUES (1)');
  newer.pragma(`user_version = ${migrations.length + 1}`);
  newer.close();
  const before = readFileSync(path);
  expect(() => openStore(home)).toThrow(/newer/);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(home)).toEqual(['autoresearch.db']);
});

test('a database that another process keeps locked is told as such', () => {
  const home = temporaryDirectory();
  openStore(home).close();
  const other = new Database(join(home, 'autoresearch.db'));
  other.exec('BEGIN IMMEDIATE');
  // It waits for 10 s.
  expect(() => openStore(home)).toThrow(/^Another process keeps the database .* locked\.$/);
  other.close();
});

test('a file that is no database is refused and left alone', () => {
  const home = temporaryDirectory();
  const path = join(home, 'autoresearch.db');
  writeFileSync(path, 'not a database, but somebody’s notes\n'.repeat(100));
  const before = readFileSync(path);
  expect(() => openStore(home)).toThrow();
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a run without a value has none: NULL, never 0', () => {
  const home = temporaryDirectory();
  const store = openStore(home);
  store.sessions.insert(storedSession);
  store.runs.insert({ ...storedRun, verdict: 'crashed', state: 'finished' });
  store.runs.insert({ ...storedRun, number: 1, value: 0 });
  expect(store.runs.find(storedSession.id, 0)).not.toHaveProperty('value');
  expect(store.runs.find(storedSession.id, 1)).toMatchObject({ value: 0 });
  store.close();
  const db = new Database(join(home, 'autoresearch.db'), { readonly: true });
  expect(db.prepare('SELECT value, typeof(value) AS type FROM runs ORDER BY number').all()).toEqual([
    { value: null, type: 'null' },
    { value: 0, type: 'real' },
  ]);
  db.close();
});

test('nothing is stored for a session or run that does not exist, and nothing is stored twice', () => {
  const store = openStore(temporaryDirectory());
  expect(() => store.runs.insert(storedRun)).toThrow(/FOREIGN KEY/);
  const event = { sessionId: storedSession.id, at: 1, kind: 'kept', data: {} };
  expect(() => store.events.insert(event)).toThrow(/FOREIGN KEY/);
  store.sessions.insert(storedSession);
  store.runs.insert(storedRun);
  expect(() => store.runs.insert(storedRun)).toThrow(/UNIQUE/);
  store.close();
});

test('a transaction that fails leaves nothing behind', () => {
  const store = openStore(temporaryDirectory());
  expect(() =>
    store.transaction(() => {
      store.sessions.insert(storedSession);
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(store.sessions.find(storedSession.id)).toBeUndefined();
  store.close();
});

const writer = `
const { openStore } = await import(process.argv[1]);
const store = openStore(process.argv[2]);
for (let at = 0; at < 200; at++)
  store.transaction(() => store.events.insert({ sessionId: process.argv[3], at, kind: process.argv[4], data: {} }));
store.close();
`;

test('two processes that write at once both get everything in, from the first migration on', async () => {
  const home = temporaryDirectory();
  const store = openStore(home);
  store.sessions.insert(storedSession);
  store.close();
  const built = fileURLToPath(new URL('../../dist/store.js', import.meta.url));
  const write = (kind: string) =>
    promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      writer,
      built,
      home,
      storedSession.id,
      kind,
    ]);
  await Promise.all([write('one'), write('two')]);
  const after = openStore(home);
  for (const kind of ['one', 'two'])
    expect(after.events.recent(storedSession.id, kind, 1000)).toHaveLength(200);
  after.close();
});

test('several processes that open an empty home at once all find the schema', async () => {
  const home = temporaryDirectory();
  const built = fileURLToPath(new URL('../../dist/store.js', import.meta.url));
  const open = 'const { openStore } = await import(process.argv[1]); openStore(process.argv[2]).close();';
  const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', open, built, home]);
  await Promise.all([start(), start(), start(), start()]);
  openStore(home).close();
});
