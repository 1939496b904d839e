import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { filesBelow, pictureOf } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { connect, oneKind } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

describe.each(oneKind)('with the %s client', (kind) => {
  test('a database of a newer program is refused and left alone', async () => {
    const home = temporaryDirectory();
    const path = join(home, 'autoresearch.db');
    const db = new Database(path);
    db.exec('CREATE TABLE future (x); PRAGMA user_version = 1000');
    db.close();
    const before = readFileSync(path);
    const repository = makeRepository(scriptFiles);
    const picture = pictureOf(repository);
    const server = await connect({ directory: repository.root, kind, home });
    const error = await server.refused('init_experiment', scriptInit);
    expect(error.code).toBe('internal');
    expect(error.message).toContain('newer');
    expect(error.hint).toContain('Update');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(pictureOf(repository)).toEqual(picture);
  });

  test('a home that cannot be used is told to the client', async () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, 'no directory\n');
    const repository = makeRepository(scriptFiles);
    const server = await connect({ directory: repository.root, kind, home: join(file, 'home') });
    expect(await server.listTools()).toHaveLength(11);
    const error = await server.refused('get_status');
    expect(error.code).toBe('internal');
    expect(error.hint).toContain('AUTORESEARCH_HOME');
    expect(readFileSync(file, 'utf8')).toBe('no directory\n');
  });

  test('a home that goes away while the server runs is told, and everything goes on once it is back', async () => {
    const away = join(temporaryDirectory(), 'away');
    const { repository, server, started, attempt, settle, log } = await startSession({ kind });
    await settle(printing(90), 'keep');
    const run = await attempt(printing(80));
    const before = pictureOf(repository);
    await eventually('arms that are tidy', () => countRows(server.home, 'locks') === 0);
    renameSync(server.home, away);
    for (const [tool, args] of [
      ['get_status', {}],
      ['log_experiment', { run_id: run.run_id, status: 'discard', description: 'a try' }],
    ] as const) {
      const error = await server.refused(tool, args);
      expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining('is gone') });
      expect(error.hint).toContain('autoresearch-mcp recover');
    }
    expect(pictureOf(repository)).toEqual(before);
    expect(existsSync(server.home)).toBe(false);
    renameSync(away, server.home);
    expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept' });

    rmSync(server.home, { recursive: true });
    expect(await server.refused('get_status')).toMatchObject({ code: 'internal' });
    const terminal = { home: server.home, directory: repository.root };
    expect(await commandLine(['recover'], terminal)).toMatchObject({ code: 0, stderr: '' });
    const { session_id } = started;
    expect(await server.ok('get_status', { session_id })).toMatchObject({ best: { value: 80 } });
    const anew = await server.ok('init_experiment', { ...scriptInit, name: 'Anew' });
    expect(anew).toMatchObject({ verdict: 'baseline' });
  });

  test('a server that finds no git says so, and nothing is left of its try', async () => {
    const repository = makeRepository(scriptFiles);
    const env = { PATH: temporaryDirectory() };
    const server = await connect({ directory: repository.root, kind, env });
    for (const [tool, args] of [
      ['init_experiment', scriptInit],
      ['get_status', {}],
    ] as const) {
      const error = await server.refused(tool, args);
      expect(error).toMatchObject({
        code: 'not_a_repository',
        message: expect.stringContaining('git cannot be run'),
      });
      expect(error.hint).toContain('Install git');
    }
    expect(
      Object.keys(filesBelow(server.home)).filter((name) => !name.startsWith('autoresearch.db')),
    ).toEqual([]);
  });

  test('a session whose server no longer finds git can go on with one that does', async () => {
    const { repository, server, started, settle } = await startSession({ kind });
    await settle(printing(90), 'keep');
    await server.close();
    const env = { PATH: temporaryDirectory() };
    const lost = await connect({ directory: repository.root, kind, home: server.home, env });
    repository.write('code.sh', printing(80));
    const { session_id } = started;
    const error = await lost.refused('run_experiment', { session_id, description: 'a try' });
    expect(error).toMatchObject({ code: 'not_a_repository', hint: expect.stringContaining('Install git') });
    await lost.close();
    const next = await connect({ directory: repository.root, kind, home: server.home });
    expect(await next.ok('run_experiment', { description: 'a try' })).toMatchObject({ verdict: 'better' });
  });
});
