import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { asideIn, finishedSession } from '../support/lost-database.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

function damageInMiddle(path: string): void {
  const content = readFileSync(path);
  content.fill('damage', 4096 * 3, 4096 * 5);
  writeFileSync(path, content);
}

test('a page that is damaged: what can be read is taken over, and the session goes on', async () => {
  const session = await finishedSession('new');
  const { repository, server, started, recover, path } = session;
  // The first page of an index that every get_status looks into.
  const db = new Database(path);
  const page = Number(
    db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'events_by_kind'").pluck().get(),
  );
  db.close();
  const content = readFileSync(path);
  content.fill('damage', (page - 1) * 4096, page * 4096);
  writeFileSync(path, content);
  const next = await connect({ directory: repository.root, home: server.home });
  expect(await next.refused('get_status')).toMatchObject({ hint: expect.stringContaining('recover') });
  const { stdout } = await recover();
  expect(stdout.replace(/\s+/g, ' ')).toContain('Still readable in it: 1 session, 4 runs.');
  expect(stdout).toContain('nothing was missing');
  expect(readFileSync(join(server.home, asideIn(session)[0] ?? '')).equals(content)).toBe(true);
  expect(readdirSync(server.home).filter((name) => name.startsWith('recovering'))).toEqual([]);
  const status = await next.ok('get_status');
  expect(status).toMatchObject({ session_id: started.session_id, session: { state: 'active' } });
  repository.write('code.sh', printing(40));
  expect(await next.ok('run_experiment', { description: 'a try' })).toMatchObject({ verdict: 'better' });
});

test.each([
  ['truncated', (path: string) => truncateSync(path, 4096 * 3 + 100)],
  ['damaged in its middle', damageInMiddle],
  ['cut off in its header', (path: string) => truncateSync(path, 60)],
])('a database that is %s is set aside, and nothing is lost that git has', async (_, damage) => {
  const session = await finishedSession('new');
  const { repository, server, started, recover, path } = session;
  damage(path);
  const damaged = readFileSync(path);
  expect((await recover()).code).toBe(0);
  expect(readFileSync(join(server.home, asideIn(session)[0] ?? '')).equals(damaged)).toBe(true);
  const next = await connect({ directory: repository.root, home: server.home });
  expect(await next.ok('get_status', { session_id: started.session_id })).toMatchObject({
    best: { run: 3, value: 45 },
    counts: { kept: 2 },
  });
  expect(countRows(server.home, 'runs')).toBe(4);
});

test('a write-ahead log that is damaged is not taken for a short one', async () => {
  const session = await finishedSession('new', 'kill');
  const { repository, server, started, recover, path } = session;
  const wal = `${path}-wal`;
  expect(statSync(wal).size).toBeGreaterThan(100_000);
  const content = readFileSync(wal);
  content.fill('damage', 60_000, 60_100);
  writeFileSync(wal, content);
  const next = await connect({ directory: repository.root, home: server.home });
  expect(await next.refused('get_status')).toMatchObject({
    message: expect.stringContaining('write-ahead log'),
  });
  expect(readFileSync(wal).equals(content)).toBe(true);
  expect((await recover()).code).toBe(0);
  const [aside = ''] = asideIn(session);
  expect(readFileSync(join(server.home, `${aside}-wal`)).equals(content)).toBe(true);
  expect(await next.ok('get_status', { session_id: started.session_id })).toMatchObject({
    best: { run: 3, value: 45 },
    counts: { kept: 2 },
  });
});

test('rows that were lost from a whole database are rebuilt, and the session goes on from what was kept', async () => {
  const { repository, server, started, settle } = await startSession({ kind: 'new' });
  await settle(printing(90), 'keep');
  const old = join(temporaryDirectory(), 'old.db');
  expect(await commandLine(['backup', old], { home: server.home, directory: repository.root })).toMatchObject(
    { code: 0 },
  );
  await settle(printing(80), 'keep');
  await settle(printing(85), 'discard');
  await server.close();
  copyFileSync(old, join(server.home, 'autoresearch.db'));
  const terminal = { home: server.home, directory: temporaryDirectory() };
  const outcome = await commandLine(['recover', '--directory', repository.root], terminal);
  expect(outcome.stdout).toContain('The database is whole.');
  expect(outcome.stdout.replace(/\s+/g, ' ')).toContain('rebuilt 0 sessions, 2 runs');
  const next = await connect({ directory: repository.root, home: server.home });
  expect(await next.ok('get_status')).toMatchObject({
    session_id: started.session_id,
    session: { state: 'active' },
    best: { run: 2, value: 80 },
    counts: { kept: 2 },
  });
  repository.write('code.sh', printing(70));
  const run = await next.ok('run_experiment', { description: 'a try' });
  expect(run).toMatchObject({ run: 4, verdict: 'better', metric: { incumbent: 80, candidate: 70 } });
  expect(
    await next.ok('log_experiment', { run_id: run.run_id, status: 'keep', description: 'a try' }),
  ).toMatchObject({ outcome: 'kept' });
});
