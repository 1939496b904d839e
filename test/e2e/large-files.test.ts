import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { makeRepository, type TestRepository } from '../support/test-repository.js';
import { readWorktree } from '../support/worktree-state.js';

const gigabyte = 1_000_000_000;

/** A sparse file: it says that it holds much, and takes no place. */
function writeSparse(repository: TestRepository, path: string): void {
  const file = join(repository.root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  truncateSync(file, gigabyte);
}

/** Size of git's object database, in bytes of its files. */
function objectBytes(repository: TestRepository): number {
  const counts = repository.git('count-objects', '-v');
  const kibibytes = [...counts.matchAll(/^size(?:-pack)?: (\d+)$/gm)].map(([, size]) => Number(size));
  return kibibytes.reduce((sum, size) => sum + size, 0) * 1024;
}

test('large untracked files are refused at init, with advice, before anything is copied', async () => {
  const repository = makeRepository(scriptFiles);
  writeSparse(repository, 'made/by/dump.bin');
  const before = readWorktree(repository.root);
  const server = await connect({ directory: repository.root });
  const error = await server.refused('init_experiment', scriptInit);
  expect(error).toMatchObject({ code: 'dirty_worktree', files: ['made/by/dump.bin'] });
  expect(error.message).toContain('1000 MB, more than max_untracked_mb (50)');
  expect(error.hint).toContain('.gitignore');
  expect(readWorktree(repository.root)).toEqual(before);
  expect(objectBytes(repository)).toBeLessThan(1_000_000);
  repository.write('.git/info/exclude', '*.bin\n');
  await server.ok('init_experiment', scriptInit);
});

test('and so they are when a candidate is measured or logged', async () => {
  const { repository, server, started, attempt, log } = await startSession({ kind: 'new' });
  repository.write('code.sh', printing(90));
  writeSparse(repository, 'dir/dump.bin');
  const before = readWorktree(repository.root);
  const error = await server.refused('run_experiment', { description: 'with a dump' });
  expect(error).toMatchObject({ code: 'dirty_worktree', files: ['dir/dump.bin'] });
  expect(error.hint).toContain('.git/info/exclude');
  expect(readWorktree(repository.root)).toEqual(before);
  rmSync(join(repository.root, 'dir/dump.bin'));

  const run = await attempt(printing(90));
  writeSparse(repository, 'core.1234');
  for (const status of ['keep', 'discard']) {
    const logged = await server.refused('log_experiment', { run_id: run.run_id, status, description: 'x' });
    expect(logged).toMatchObject({ code: 'dirty_worktree', files: ['core.1234'] });
  }
  const place = { home: server.home, directory: repository.root };
  const abandoned = await commandLine(['abandon', started.session_id], place);
  expect(abandoned).toMatchObject({ code: 1, stderr: expect.stringContaining('core.1234 (1000.0 MB)') });
  expect(objectBytes(repository)).toBeLessThan(1_000_000);
  repository.write('.git/info/exclude', 'core.*\n');
  await log(run, 'keep');
});
