import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { filesBelow, pictureOf } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { connect, oneKind } from '../support/connect.js';
import { eventually } from '../support/eventually.js';
import { isAlive, makeGate } from '../support/gate.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const diagnosis = z.strictObject({
  area: z.string(),
  state: z.enum(['ok', 'note', 'problem']),
  what: z.string(),
  todo: z.string().optional(),
});
const examination = z.strictObject({
  ok: z.boolean(),
  home: z.string(),
  diagnoses: z.array(diagnosis),
  disk: z.record(z.string(), z.number()),
});

/** What `doctor` has to say in a directory; every finding of it says what to do. */
async function examine(terminal: { home: string; directory: string; env?: Record<string, string> }) {
  const { code, stdout } = await commandLine(['doctor', '--json'], terminal);
  const found = examination.parse(JSON.parse(stdout));
  const problems = found.diagnoses.filter(({ state }) => state === 'problem');
  expect(problems.every(({ todo }) => todo !== undefined)).toBe(true);
  expect({ code, ok: found.ok }).toEqual({ code: problems.length === 0 ? 0 : 1, ok: problems.length === 0 });
  return { ...found, problems };
}

describe.each(oneKind)('with the %s client', (kind) => {
  test('all is well in the middle of a session, and looking changes nothing', async () => {
    const { repository, server, settle } = await startSession({ kind });
    await settle(printing(90), 'keep');
    const terminal = { home: server.home, directory: repository.root };
    const before = { repository: pictureOf(repository), refs: repository.git('for-each-ref') };
    const { problems, disk } = await examine(terminal);
    expect(problems).toEqual([]);
    expect(disk.database).toBeGreaterThan(50_000);
    expect(disk.logs).toBeGreaterThan(0);
    expect(disk.arms).toBeGreaterThan(0);
    const { code, stdout } = await commandLine(['doctor'], terminal);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {4}programs: git 2\./);
    expect(stdout).toContain('Nothing needs doing.');
    expect({ repository: pictureOf(repository), refs: repository.git('for-each-ref') }).toEqual(before);
    await server.close();
    const home = filesBelow(server.home);
    await examine(terminal);
    expect(filesBelow(server.home)).toEqual(home);
  });

  test('a session that was cut off is found, and what it says to do puts it right', async () => {
    const gate = makeGate();
    onTestFinished(gate.open);
    const { repository, server, started } = await startSession({ kind });
    const terminal = { home: server.home, directory: repository.root };
    repository.write('code.sh', gate.code + printing(90));
    await server.ok('run_experiment', { description: 'a try', wait_seconds: 0 });
    await gate.reached();
    expect((await examine(terminal)).problems).toEqual([]);
    process.kill(server.pid, 'SIGKILL');
    await eventually('the server to be gone', () => !isAlive(server.pid));
    const { problems, diagnoses } = await examine(terminal);
    expect(problems).toMatchObject([{ area: 'sessions', what: expect.stringContaining(started.session_id) }]);
    expect(diagnoses).toContainEqual(expect.objectContaining({ area: 'locks', state: 'note' }));
    gate.open();
    const next = await connect({ directory: repository.root, home: server.home, kind });
    await next.ok('get_status');
    expect((await examine(terminal)).problems).toEqual([]);
  });
});

test('what is wrong with a home is named, with what to do', async () => {
  const { repository, server, started } = await startSession({ kind: 'new' });
  const { home } = server;
  const id: string = started.session_id;
  await server.ok('end_session', { session_id: id });
  await server.close();
  const terminal = { home, directory: repository.root };
  mkdirSync(join(home, 'arms', '0123456789ab'), { recursive: true });
  writeFileSync(join(home, 'arms', '0123456789ab', 'large'), 'x'.repeat(100_000));
  chmodSync(home, 0o755);
  repository.git('update-ref', 'refs/autoresearch/nobody-x1/0', 'HEAD');
  repository.git('update-ref', '-d', `refs/autoresearch/${id}/0`);
  const { problems, diagnoses } = await examine(terminal);
  expect(problems).toMatchObject([
    { area: 'home', todo: `chmod 700 ${home}` },
    { area: 'arms', todo: 'autoresearch-mcp prune --older-than 30d' },
    { area: 'refs', what: expect.stringContaining('nobody-x1') },
  ]);
  expect(diagnoses).toContainEqual(
    expect.objectContaining({ area: 'refs', state: 'note', what: expect.stringContaining(id) }),
  );
  const { code, stdout } = await commandLine(['doctor'], terminal);
  expect(code).toBe(1);
  expect(stdout).toContain(`      → chmod 700 ${home}\n`);
  expect(stdout).toContain('3 to be put right, marked FIX.');
  const long = stdout.split('\n').filter((line) => line.length > 100 && !line.includes(home));
  expect(long).toEqual([]);
});

test('a damaged database, and one of a newer program, are told and left alone', async () => {
  const home = temporaryDirectory();
  const path = join(home, 'autoresearch.db');
  const directory = makeRepository({ a: '' }).root;
  writeFileSync(path, 'no database, but somebody’s notes\n'.repeat(200));
  const damaged = await examine({ home, directory });
  expect(damaged.problems).toMatchObject([{ area: 'database', what: expect.stringContaining('damaged') }]);
  expect(damaged.problems[0]?.todo).toContain('autoresearch-mcp recover');
  writeFileSync(path, '');
  const db = new Database(path);
  db.exec('CREATE TABLE future (x); PRAGMA user_version = 1000');
  db.close();
  const newer = await examine({ home, directory });
  expect(newer.problems).toMatchObject([{ area: 'database', todo: 'Update autoresearch-mcp.' }]);
});

test('a home that is not there is nothing to worry about, unless it cannot be made', async () => {
  const place = temporaryDirectory();
  const directory = makeRepository({ a: '' }).root;
  writeFileSync(join(place, 'file'), '');
  symlinkSync(join(place, 'nothing'), join(place, 'link'));
  const problemsOf = async (name: string) =>
    (await examine({ home: resolve(place, name), directory })).problems.filter(({ area }) => area === 'home');
  expect(await problemsOf('new/home')).toEqual([]);
  expect(await problemsOf('file/home')).toMatchObject([{ what: expect.stringContaining('cannot be made') }]);
  expect(await problemsOf('link')).toMatchObject([{ what: expect.stringContaining('a link to nothing') }]);
  if (process.platform !== 'linux') return;
  expect(await problemsOf('/proc/none/home')).toMatchObject([
    { what: expect.stringContaining('cannot be made') },
  ]);
  const recovered = await commandLine(['recover'], { home: '/proc/none/home', directory });
  expect(recovered).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be opened') });
});

test('a git that is missing or too old is named', async () => {
  const bin = temporaryDirectory();
  const terminal = { home: join(bin, 'home'), directory: bin, env: { PATH: bin } };
  const missing = await examine(terminal);
  expect(missing.problems).toMatchObject([{ area: 'programs', todo: expect.stringContaining('git 2.34') }]);
  writeFileSync(join(bin, 'git'), '#!/bin/sh\necho git version 2.33.8\n', { mode: 0o755 });
  const old = await examine(terminal);
  expect(old.problems).toMatchObject([{ area: 'programs', what: 'git 2.33.8 is too old.' }]);
});
