import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { type ClientKind, connect, oneKind } from '../support/connect.js';
import { ageSession, countRows } from '../support/database.js';
import { printing, type StartedSession, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const days = 24 * 60;

function refsOf({ repository, started }: StartedSession): string[] {
  const refs = repository.git(
    'for-each-ref',
    '--format=%(refname)',
    `refs/autoresearch/${started.session_id}/`,
  );
  return refs === '' ? [] : refs.split('\n').map((ref) => ref.split('/').slice(3).join('/'));
}

/** Names of all files of a home but the database's. */
function filesIn(home: string): string[] {
  return Object.keys(filesBelow(home)).filter((name) => !name.startsWith('autoresearch.db'));
}

/** A session with two kept runs and one that was not, ended so long ago, and left. */
async function endedSession(kind: ClientKind, age: number) {
  const session = await startSession({ kind });
  const { repository, server, started, settle } = session;
  await settle(printing(90), 'keep');
  await settle(printing(95), 'discard');
  await settle(printing(80), 'keep');
  await server.ok('end_session', { session_id: started.session_id });
  repository.git('switch', '-q', 'main');
  ageSession(server.home, started.session_id, age * days);
  const prune = (...args: string[]) =>
    commandLine(['prune', ...args], { home: server.home, directory: temporaryDirectory() });
  return { ...session, prune };
}

describe.each(oneKind)('with the %s client', (kind) => {
  test('what an old session has left goes; rows, its branch and what was kept stay', async () => {
    const session = await endedSession(kind, 31);
    const { repository, server, started, prune } = session;
    const { session_id: id, branch } = started;
    const rows = () => ['runs', 'samples', 'sessions'].map((table) => countRows(server.home, table));
    const kept = repository.git('rev-parse', branch);
    await server.close();
    const before = { rows: rows(), refs: refsOf(session), home: filesIn(server.home) };
    expect(before.refs).toEqual(['0', '1', '2', '3', 'unseen/0']);
    expect((await prune('--older-than', '32d')).stdout).toBe('There is nothing to remove.\n');

    const dry = await prune('--older-than', '30d', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toMatch(/\(ended \d{4}-\d\d-\d\d\): 5 refs, logs [\d.]+ kB/);
    expect(dry.stdout).toContain('would be removed');
    const home = filesIn(server.home);
    expect({ rows: rows(), refs: refsOf(session), home }).toEqual(before);

    const real = await prune('--older-than', '30d');
    expect(real.stdout.replaceAll(' removed', ' would be removed')).toBe(dry.stdout);
    expect(refsOf(session)).toEqual([]);
    expect(rows()).toEqual(before.rows);
    expect(repository.git('rev-parse', branch)).toBe(kept);
    for (const folder of ['logs', 'sessions']) expect(existsSync(join(server.home, folder, id))).toBe(false);
    expect((await prune('--older-than', '30d')).stdout).toBe('There is nothing to remove.\n');
    const doctor = await commandLine(['doctor'], { home: server.home, directory: repository.root });
    expect(doctor).toMatchObject({ code: 0, stderr: '' });
    // It is told of as before; only its code is no longer there to go back to.
    const next = await connect({ directory: repository.root, kind, home: server.home });
    expect(await next.ok('get_status', { session_id: id })).toMatchObject({ counts: { kept: 2 } });
    repository.git('switch', '-q', branch);
    const abandoned = await commandLine(['abandon', id], { home: server.home, directory: repository.root });
    expect(abandoned).toMatchObject({ code: 1, stderr: expect.stringContaining('pruned') });
  });
});

test('where its branch is gone, what was kept stays under refs', async () => {
  const session = await endedSession('new', 31);
  const { repository, started, prune } = session;
  const kept = repository.git('rev-parse', started.branch);
  repository.git('branch', '-q', '-D', started.branch);
  const { stdout } = await prune('--older-than', '30d');
  expect(stdout).toContain('3 refs');
  expect(stdout.replace(/\s+/g, ' ')).toContain('what was kept stays under refs');
  expect(refsOf(session)).toEqual(['1', '3', 'kept']);
  repository.git('reflog', 'expire', '--expire=all', '--all');
  repository.git('gc', '-q', '--prune=now');
  expect(repository.git('log', '--format=%s', '-2', kept)).toBe('a try\na try');
  expect((await prune('--older-than', '30d')).stdout).toBe('There is nothing to remove.\n');
});

test('a session that is not over, or checked out, is left alone; so are unknown files that are new', async () => {
  const session = await startSession({ kind: 'new' });
  const { repository, server, started } = session;
  const { session_id: id, branch } = started;
  ageSession(server.home, id, 100 * days);
  const stranger = join(server.home, 'arms', '0123456789ab');
  mkdirSync(stranger, { recursive: true });
  writeFileSync(join(stranger, 'file'), 'left\n');
  mkdirSync(join(server.home, 'sessions', 'just-made-x1'));
  const prune = (...args: string[]) =>
    commandLine(['prune', '--older-than', '0h', ...args], { home: server.home, directory: repository.root });
  const first = await prune();
  expect(first.stdout).toMatch(/^1 directory for measuring \([\d.]+ kB\) removed\.\n/);
  expect(first.stdout).not.toContain(id);
  expect(existsSync(stranger)).toBe(false);
  expect(existsSync(join(server.home, 'sessions', 'just-made-x1'))).toBe(true);
  expect(await session.settle(printing(90), 'keep')).toMatchObject({ outcome: 'kept' });

  await server.ok('end_session', { session_id: id });
  const second = await prune();
  expect(second.stdout).toContain(`${id}: left alone, its branch is checked out in ${repository.root}.`);
  expect(refsOf(session)).toEqual(['0', '1', 'unseen/0']);
  repository.git('switch', '-q', 'main');
  expect((await prune()).stdout).toContain(`${id} (ended `);
  expect(repository.git('log', '-1', '--format=%s', branch)).toBe('a try');
});

test('a repository that git cannot work on does not keep the others from being pruned', async () => {
  const broken = await endedSession('new', 31);
  const { home } = broken.server;
  const whole = await startSession({ kind: 'new', connect: { home } });
  await whole.settle(printing(95), 'discard');
  await whole.server.ok('end_session', { session_id: whole.started.session_id });
  whole.repository.git('switch', '-q', 'main');
  ageSession(home, whole.started.session_id, 31 * days);
  renameSync(join(broken.repository.root, '.git/HEAD'), join(broken.repository.root, '.git/HEAD-away'));
  const { code, stdout } = await broken.prune('--older-than', '30d');
  expect(code).toBe(0);
  expect(stdout).toContain(`${broken.started.session_id}: left alone, git cannot work on its repository`);
  expect(refsOf(whole)).toEqual([]);
});

test.each([
  [['--older-than', '30'], '12h, 30d, 8w'],
  [['--older-than', '-1d'], '12h, 30d, 8w'],
  [['--older-than', '1.5d'], '12h, 30d, 8w'],
  [[], 'required option'],
])('prune %j is refused', async (args, why) => {
  const home = temporaryDirectory();
  const { code, stdout, stderr } = await commandLine(['prune', ...args], { home, directory: home });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(why);
});
