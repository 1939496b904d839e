import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { clientKinds, connect } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { isAlive } from '../support/gate.js';
import { printing, type StartedSession, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const garbage = 'no database, but somebody’s notes\n'.repeat(4000);

/** A session with runs of each kind, whose server is gone. */
async function finishedSession(kind: 'new' | 'old', leaving: 'close' | 'kill' = 'close') {
  const session = await startSession({ kind, init: { metric_unit: 'bytes' } });
  const { repository, server, settle } = session;
  const first = await settle(printing(90), 'keep');
  await settle(printing(95), 'discard');
  const second = await settle(printing(45), 'keep');
  if (leaving === 'close') await server.close();
  else {
    process.kill(server.pid, 'SIGKILL');
    await eventually('the server to be gone', () => !isAlive(server.pid));
  }
  const recover = (...args: string[]) =>
    commandLine(['recover', ...args], { home: server.home, directory: repository.root });
  return {
    ...session,
    kept: [first.commit, second.commit],
    recover,
    path: join(server.home, 'autoresearch.db'),
  };
}

function asideIn({ server }: Pick<StartedSession, 'server'>): string[] {
  return readdirSync(server.home).filter((name) => /^autoresearch\.db\.corrupt-\w+$/.test(name));
}

function damageInMiddle(path: string): void {
  const content = readFileSync(path);
  content.fill('damage', 4096 * 3, 4096 * 5);
  writeFileSync(path, content);
}

describe.each(clientKinds)('with the %s client', (kind) => {
  test('a file that is no database is told, set aside as it is, and its sessions rebuilt from git', async () => {
    const session = await finishedSession(kind);
    const { repository, server, started, kept, recover, path } = session;
    writeFileSync(path, garbage);
    const picture = pictureOf(repository);
    const next = await connect({ directory: repository.root, kind, home: server.home });
    for (const tool of ['get_status', 'run_experiment']) {
      const error = await next.refused(tool, tool === 'get_status' ? {} : { description: 'a try' });
      expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining('damaged') });
      expect(error.hint).toContain('autoresearch-mcp recover');
    }
    expect(readFileSync(path, 'utf8')).toBe(garbage);

    const { code, stdout, stderr } = await recover();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/\s+/g, ' ')).toContain('rebuilt 1 session, 4 runs from refs and commits');
    const [aside = ''] = asideIn(session);
    expect(readFileSync(join(server.home, aside), 'utf8')).toBe(garbage);
    expect(pictureOf(repository)).toEqual(picture);

    // The server that was refused goes on with the new one.
    const status = await next.ok('get_status', { session_id: started.session_id });
    expect(status).toMatchObject({
      session: { state: 'ended', metric_name: 'size', direction: 'lower', branch: started.branch },
      best: { run: 3, value: 45, commit: kept[1] },
      counts: { kept: 2, better: 2 },
    });
    expect(status.notes.join()).toContain('rebuilt');
    const runs = status.recent_runs.map((run: Record<string, unknown>) => [
      run.run,
      run.outcome,
      run.verdict,
      run.value,
    ]);
    expect(runs).toEqual([
      [3, 'kept', 'better', 45],
      [2, 'discarded', undefined, undefined],
      [1, 'kept', 'better', 90],
      [0, undefined, 'baseline', undefined],
    ]);
    const run = await next.ok('get_run', { run_id: `${started.session_id}.3`, include: ['diff'] });
    expect(run.run.notes.join()).toContain('Rebuilt');
    expect(run.run.metric).toMatchObject({
      unit: 'bytes',
      incumbent: 90,
      candidate: 45,
      improvement_percent: 50,
    });
    expect(run.diff).toContain(`+${printing(45).trim()}`);

    const rows = () => ['sessions', 'runs', 'events'].map((table) => countRows(server.home, table));
    const before = rows();
    const again = await recover();
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing was missing') });
    expect(rows()).toEqual(before);
    expect(asideIn(session)).toHaveLength(1);
    const abandoned = await commandLine(['abandon', started.session_id], {
      home: server.home,
      directory: repository.root,
    });
    expect(abandoned).toMatchObject({ code: 1, stderr: expect.stringContaining('rebuilt') });
    expect(pictureOf(repository)).toEqual(picture);
    expect(
      await next.ok('init_experiment', {
        name: 'Anew',
        metric_name: 'size',
        direction: 'lower',
        command: 'sh bench.sh',
      }),
    ).toMatchObject({ verdict: 'baseline' });
  });

  test('a page that is damaged: what can be read is taken over, and the session goes on', async () => {
    const session = await finishedSession(kind);
    const { repository, server, started, recover, path } = session;
    // A table that is written to later: its root page is among the last ones.
    const db = new Database(path);
    const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'events'").pluck().get());
    db.close();
    const content = readFileSync(path);
    content.fill('damage', (page - 1) * 4096, page * 4096);
    writeFileSync(path, content);
    const next = await connect({ directory: repository.root, kind, home: server.home });
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

test('a directory that is in no repository: the database is set aside all the same', async () => {
  const home = temporaryDirectory();
  writeFileSync(join(home, 'autoresearch.db'), garbage);
  const named = await commandLine(['recover', '--directory', home], { home, directory: home });
  expect(named).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('not in a git') });
  expect(readdirSync(home)).toEqual(['autoresearch.db']);
  const unnamed = await commandLine(['recover'], { home, directory: home });
  expect(unnamed).toMatchObject({ code: 0, stderr: '' });
  expect(unnamed.stdout).toContain('This directory is in no repository.');
  expect(existsSync(join(home, 'autoresearch.db'))).toBe(true);
  expect(readdirSync(home)).toHaveLength(2);
});
