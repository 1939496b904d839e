import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { connect, oneKind } from '../support/connect.js';
import { countRows, storedRuns, storedSamples } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';
import { readWorktree } from '../support/worktree-state.js';

describe.each(oneKind)('with the %s client', (kind) => {
  test('a backup while a run is measured is whole, of its owner alone, and can be worked with', async () => {
    const gate = makeGate();
    onTestFinished(gate.open);
    const { repository, server, settle } = await startSession({ kind });
    await settle(printing(90), 'keep');
    repository.write('code.sh', gate.code + printing(80));
    await server.ok('run_experiment', { description: 'a try', wait_seconds: 0 });
    await gate.reached();
    const home = temporaryDirectory();
    const file = join(home, 'autoresearch.db');
    const terminal = { home: server.home, directory: home };
    const outcome = await commandLine(['backup', 'autoresearch.db'], terminal);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(home)).toEqual(['autoresearch.db']);
    expect(storedRuns(home)).toEqual(storedRuns(server.home));
    expect(storedSamples(home, 0)).toEqual(storedSamples(server.home, 0));
    gate.open();

    const before = readFileSync(file);
    const again = await commandLine(['backup', file], terminal);
    expect(again).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('There is no backup'),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(countRows(home, 'sessions')).toBe(1);
  });
});

test('where there is no database, or nothing can be written, no file is left', async () => {
  const home = temporaryDirectory();
  const terminal = { home: join(home, 'home'), directory: home };
  const none = await commandLine(['backup', 'copy.db'], terminal);
  expect(none).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('There is no database'),
  });
  expect(existsSync(terminal.home)).toBe(false);
  await commandLine(['prune', '--older-than', '30d'], terminal);
  writeFileSync(join(home, 'file'), '');
  const nowhere = await commandLine(['backup', join(home, 'file', 'copy.db')], terminal);
  expect(nowhere).toMatchObject({ code: 1, stdout: '' });
  expect(readdirSync(home).sort()).toEqual(['file', 'home']);
});

test.each(['isolated', 'in-place'])(
  'of a home that has nothing but a backup, a session goes on (%s)',
  async (isolation) => {
    const settings = 'ignore: ["scratch/**"]\n';
    const repository = makeRepository({
      ...scriptFiles,
      '.gitignore': 'build/\n',
      'autoresearch.yaml': settings,
    });
    const files = { 'mine.txt': 'mine', 'build/out': 'x', 'scratch/notes': 'y' };
    for (const [path, content] of Object.entries(files)) repository.write(path, content);
    const before = readWorktree(repository.root);
    const setUp = { setup_command: 'echo 1 > made.tmp', checks_command: 'test -e made.tmp' };
    const init = { isolation, ...(isolation === 'isolated' ? setUp : {}) };
    const { server, settle, started } = await startSession({ kind: 'new', repository, init });
    await settle(printing(90), 'keep');
    const home = temporaryDirectory();
    await commandLine(['backup', join(home, 'autoresearch.db')], { home: server.home, directory: home });
    await server.close();

    const next = await connect({ directory: repository.root, home });
    const kept = readWorktree(repository.root);
    const description = 'a try';
    for (const [value, status] of [
      [80, 'discard'],
      [70, 'keep'],
    ] as const) {
      repository.write('code.sh', printing(value));
      const run = await next.ok('run_experiment', { description });
      expect(run).toMatchObject({ verdict: 'better', files_changed: ['code.sh'] });
      await next.ok('log_experiment', { run_id: run.run_id, status, description });
      if (status === 'discard') expect(readWorktree(repository.root)).toEqual(kept);
    }
    rmSync(join(home, 'sessions'), { recursive: true });
    const outcome = await commandLine(['abandon', started.session_id], { home, directory: repository.root });
    expect(outcome).toMatchObject({ code: 0 });
    expect(readWorktree(repository.root)).toEqual({ ...before, refs: expect.anything() });
  },
);
