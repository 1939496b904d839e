import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { makeGate } from '../support/gate.js';
import { asideIn, finishedSession } from '../support/lost-database.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

/** A module for `node --import` that kills its process right after so many renames. */
function killedAfterRename(count: number): readonly string[] {
  const module = join(temporaryDirectory(), 'kill.mjs');
  writeFileSync(
    module,
    `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { renameSync } = fs;
    let left = ${count};
    fs.renameSync = (from, to) => {
      renameSync(from, to);
      left -= 1;
      if (left === 0) process.kill(process.pid, 'SIGKILL');
    };
    syncBuiltinESMExports();\n`,
  );
  return ['--import', module];
}

/** Damages the write-ahead log shortly before its end. @returns what is in it then. */
function damageEnd(path: string): Buffer {
  const wal = readFileSync(`${path}-wal`);
  const frame = wal.length - 4120 * 6;
  wal.fill('damage', frame + 100, frame + 130);
  writeFileSync(`${path}-wal`, wal);
  return wal;
}

function withoutTables(path: string): void {
  rmSync(path);
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.close();
}

test.each([
  ['cut to nothing', (path: string) => truncateSync(path, 0), 'it is empty'],
  ['removed', (path: string) => rmSync(path), 'it is gone'],
  ['without tables', withoutTables, 'it has no tables'],
])('a database that is %s is told, and nothing begins anew before `recover`', async (_, lose, how) => {
  const { repository, server, started, path, recover, kept } = await finishedSession('new');
  lose(path);
  const names = readdirSync(server.home);
  const next = await connect({ directory: repository.root, home: server.home });
  for (const [tool, args] of [
    ['get_status', {}],
    ['init_experiment', scriptInit],
  ] as const) {
    const error = await next.refused(tool, args);
    expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining(how) });
    expect(error.hint).toContain('autoresearch-mcp recover');
  }
  const terminal = { home: server.home, directory: repository.root };
  const doctor = await commandLine(['doctor'], terminal);
  expect(doctor).toMatchObject({ code: 1, stdout: expect.stringContaining('FIX   database') });
  expect(doctor.stdout).toContain(how);
  expect(readdirSync(server.home)).toEqual(names);

  const { code, stdout } = await recover();
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain('rebuilt 1 session, 4 runs');
  expect(await next.ok('get_status', { session_id: started.session_id })).toMatchObject({
    best: { run: 3, value: 45, commit: kept[1] },
  });
  expect((await commandLine(['doctor'], terminal)).stdout).toContain('The database is whole');
});

test('what a first start that was killed has left is begun with', async () => {
  const home = temporaryDirectory();
  writeFileSync(join(home, 'autoresearch.db'), '');
  mkdirSync(join(home, 'sessions'));
  const repository = makeRepository(scriptFiles);
  const server = await connect({ directory: repository.root, home });
  expect(await server.ok('init_experiment', scriptInit)).toMatchObject({ verdict: 'baseline' });
});

test('a write-ahead log without its database is not taken for that of another one', async () => {
  const session = await finishedSession('new', 'kill');
  const { repository, server, path, recover } = session;
  rmSync(path);
  for (const name of ['sessions', 'logs']) rmSync(join(server.home, name), { recursive: true });
  const wal = readFileSync(`${path}-wal`);
  const next = await connect({ directory: repository.root, home: server.home });
  expect(await next.refused('get_status')).toMatchObject({
    message: expect.stringContaining('write-ahead log'),
  });
  expect(readFileSync(`${path}-wal`).equals(wal)).toBe(true);
  expect(await recover()).toMatchObject({ code: 0 });
  const [aside = ''] = readdirSync(server.home).filter((name) => /corrupt-\w+-wal$/.test(name));
  expect(readFileSync(join(server.home, aside)).equals(wal)).toBe(true);
});

// Database, log, shared memory, the database's last name; then the new one's.
test.each([1, 2, 3, 4, 5])(
  '`recover` killed after its rename %i: nothing begins anew, and the next one finishes it',
  async (count) => {
    const session = await finishedSession('new', 'kill');
    const { repository, server, started, path, recover } = session;
    const wal = damageEnd(path);
    const content = readFileSync(path);
    const terminal = { home: server.home, directory: repository.root };
    const killed = await commandLine(['recover'], { ...terminal, nodeOptions: killedAfterRename(count) });
    expect(killed).toMatchObject({ code: -1, stdout: '' });
    const next = await connect({ directory: repository.root, home: server.home });
    if (count < 5) {
      const error = await next.refused('get_status');
      expect(error.hint).toContain('autoresearch-mcp recover');
      expect(await commandLine(['doctor'], terminal)).toMatchObject({ code: 1 });
    }
    expect(await recover()).toMatchObject({ code: 0, stderr: '' });
    const [aside = '', ...others] = asideIn(session);
    expect(others).toEqual([]);
    expect(readFileSync(join(server.home, aside)).equals(content)).toBe(true);
    expect(readFileSync(join(server.home, `${aside}-wal`)).equals(wal)).toBe(true);
    expect(readdirSync(server.home).filter((name) => /moving$|^recovering/.test(name))).toEqual([]);
    const status = await next.ok('get_status');
    expect(status).toMatchObject({
      session_id: started.session_id,
      session: { state: 'active' },
      best: { run: 3, value: 45 },
      baseline: { value: 100 },
    });
  },
);

test('while somebody measures, a damaged database is not set aside', async () => {
  const gate = makeGate();
  onTestFinished(gate.open);
  const { repository, server } = await startSession({ kind: 'new' });
  repository.write('code.sh', gate.code + printing(90));
  const { run_id } = await server.ok('run_experiment', { description: 'a try', wait_seconds: 0 });
  await gate.reached();
  const path = join(server.home, 'autoresearch.db');
  const before = readdirSync(server.home);
  const wal = readFileSync(`${path}-wal`);
  damageEnd(path);
  const terminal = { home: server.home, directory: repository.root };
  const refused = await commandLine(['recover'], terminal);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain(`Process ${server.pid} is still at work`);
  expect(refused.stderr).toContain('Close the clients');
  expect(readdirSync(server.home)).toEqual(before);
  gate.open();
  writeFileSync(`${path}-wal`, wal);
  expect(await server.ok('run_experiment', { run_id })).toMatchObject({ verdict: 'better' });
  expect(await commandLine(['recover'], terminal)).toMatchObject({ code: 0 });
});
