import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, openTestRepository } from '../support/test-repository.js';
import { refusedAndUntouched, thereAndBack } from '../support/there-and-back.js';

test('empty directories stay, and those that were filled or removed come back', async () => {
  const repository = makeRepository({ ...scriptFiles, 'full/a': 'a' });
  for (const path of ['empty', 'full/deep/er', 'gone/deep']) {
    mkdirSync(join(repository.root, path), { recursive: true });
  }
  await thereAndBack({
    repository,
    candidate: () => {
      repository.write('empty/new', 'new');
      repository.write('full/deep/er/new', 'new');
      repository.remove('gone');
    },
    later: () => repository.write('made/since/x', 'x'),
  });
  expect(existsSync(join(repository.root, 'made'))).toBe(false);
});

test('links come back: dangling, to directories, to the outside, and where directories were', async () => {
  const repository = makeRepository({ ...scriptFiles, 'dir/a': 'a', 'plain/b': 'b' });
  const outside = temporaryDirectory();
  writeFileSync(join(outside, 'theirs'), 'theirs');
  const link = (target: string, path: string) => symlinkSync(target, join(repository.root, path));
  link('nowhere', 'dangling');
  link('dir', 'to dir');
  link(outside, 'to outside');
  repository.commit('Links');
  await thereAndBack({
    repository,
    candidate: () => {
      for (const path of ['dangling', 'to dir', 'to outside', 'plain'])
        rmSync(join(repository.root, path), { recursive: true });
      repository.write('dangling', 'a file');
      repository.write('to dir/a', 'another');
      link('dir', 'to outside');
      link(outside, 'plain');
    },
  });
  expect(execFileSync('ls', [outside], { encoding: 'utf8' })).toBe('theirs\n');
});

test.each(['false', 'true'])(
  'files that become directories and the reverse, and renames by case alone, with core.ignorecase %s',
  async (ignores) => {
    const files = { file: 'f', 'dir/a': 'a', 'Case.txt': 'c', 'Edited.txt': 'e' };
    const repository = makeRepository({ ...scriptFiles, ...files });
    repository.git('config', 'core.ignorecase', ignores);
    await thereAndBack({
      repository,
      candidate: () => {
        repository.remove('file');
        repository.write('file/in/it', 'x');
        repository.remove('dir');
        repository.write('dir', 'x');
        renameSync(join(repository.root, 'Case.txt'), join(repository.root, 'case.txt'));
        renameSync(join(repository.root, 'Edited.txt'), join(repository.root, 'edited.txt'));
        repository.write('edited.txt', 'something else');
      },
    });
  },
);

test('what a file shares by a hard link with another is not written through', async () => {
  const repository = makeRepository({ ...scriptFiles, 'a.txt': 'a', 'b.txt': 'b' });
  const theirs = join(temporaryDirectory(), 'theirs');
  writeFileSync(theirs, 'theirs');
  await thereAndBack({
    repository,
    candidate: () => {
      for (const path of ['a.txt', 'b.txt']) {
        repository.remove(path);
        linkSync(theirs, join(repository.root, path));
      }
    },
  });
  expect(openTestRepository(join(theirs, '..')).read('theirs')).toBe('theirs');
});

test('pipes are left alone, and make room where a file was', async () => {
  const repository = makeRepository({ ...scriptFiles, 'a.txt': 'a', 'dir/b': 'b' });
  const pipe = (path: string) => execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', join(repository.root, path)]);
  const session = await startSession({ kind: 'new', repository });
  pipe('mine');
  repository.remove('a.txt');
  pipe('a.txt');
  const run = await session.attempt(printing(110));
  expect(run.files_changed).toEqual(['a.txt', 'code.sh']);
  repository.remove('dir');
  pipe('dir');
  await session.log(run, 'discard');
  expect([repository.read('a.txt'), repository.read('dir/b')]).toEqual(['a', 'b']);
  expect(lstatSync(join(repository.root, 'mine')).isFIFO()).toBe(true);
});

test.each(['--cone', '--no-cone'])('a sparse checkout (%s) stays as sparse as it was', async (kind) => {
  const repository = makeRepository({ ...scriptFiles, 'in/a': 'a', 'out/b': 'b', 'out/c': 'c' });
  repository.git('sparse-checkout', 'set', kind, ...(kind === '--cone' ? ['in'] : ['/*.sh', '/in/']));
  expect(existsSync(join(repository.root, 'out'))).toBe(false);
  const { server, log } = await thereAndBack({
    repository,
    candidate: () => repository.write('in/a', 'changed'),
    later: () => repository.write('out/b', 'there all the same'),
  });
  // Kept, it is what the incumbent has; what is left out stays in the commit.
  repository.write('code.sh', printing(90));
  repository.write('out/b', 'kept');
  const run = await server.ok('run_experiment', { description: 'outside' });
  expect(run.files_changed).toEqual(['code.sh', 'out/b']);
  await log(run, 'keep');
  expect(repository.git('ls-tree', '-r', '--name-only', 'HEAD').split('\n')).toContain('out/c');
  repository.write('code.sh', printing(120));
  repository.write('out/b', 'worse');
  await log(await server.ok('run_experiment', { description: 'worse' }), 'discard');
  expect(repository.read('out/b')).toBe('kept');
  expect(existsSync(join(repository.root, 'out/c'))).toBe(false);
});

test('what is no longer left out is seen by git from then on', async () => {
  const repository = makeRepository({ ...scriptFiles, 'in/a': 'a', 'out/b': 'b', 'out/c': 'c' });
  repository.git('sparse-checkout', 'set', '--cone', 'in');
  const session = await startSession({ kind: 'new', repository });
  repository.git('sparse-checkout', 'disable');
  for (const [value, status] of [
    [90, 'keep'],
    [110, 'discard'],
  ] as const) {
    await session.settle(printing(value), status);
    expect(repository.read('out/b')).toBe('b');
    repository.write('out/c', status);
    expect(repository.git('status', '--porcelain')).toBe(' M out/c');
    repository.git('restore', 'out/c');
  }
  // And left out again, it is not taken for deleted.
  repository.git('sparse-checkout', 'set', '--cone', 'in');
  repository.write('code.sh', printing(80));
  const error = await session.server.refused('run_experiment', { description: 'a try' });
  expect(error).toMatchObject({ code: 'dirty_worktree', message: expect.stringContaining('out/b, out/c') });
});

test('submodules: one that was moved goes back, and none loses what is in it', async () => {
  const theirs = makeRepository({ s: 'one' });
  const first = theirs.git('rev-parse', 'HEAD');
  theirs.write('s', 'two');
  theirs.commit('Two');
  const repository = makeRepository(scriptFiles);
  for (const path of ['moved', 'dirty', 'bare place']) {
    repository.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', theirs.root, path);
  }
  repository.commit('Submodules');
  repository.git('submodule', 'deinit', '-q', '-f', 'bare place');
  repository.write('dirty/s', 'by the user');
  await thereAndBack({
    repository,
    candidate: () => {},
    later: () => repository.git('-C', 'moved', 'checkout', '-q', first),
  });
  expect(repository.read('moved/s')).toBe('two');
  expect(repository.read('dirty/s')).toBe('by the user');
});

test('a submodule that was removed is checked out again, and one whose directory git does not read any more is refused', async () => {
  const theirs = makeRepository({ s: 'one' });
  const repository = makeRepository(scriptFiles);
  for (const path of ['removed', 'replaced']) {
    repository.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', theirs.root, path);
  }
  repository.commit('Submodules');
  const { server, attempt, log, started } = await startSession({
    kind: 'new',
    repository,
    init: { editable: ['code.sh', 'removed', 'replaced/**'] },
  });
  repository.remove('removed');
  await log(await attempt(printing(110)), 'discard');
  expect(repository.read('removed/s')).toBe('one');
  expect(repository.git('status', '--porcelain')).toBe('');
  repository.write('code.sh', printing(90));
  renameSync(join(repository.root, 'replaced'), join(temporaryDirectory(), 'replaced'));
  repository.write('replaced/x', 'a file');
  expect(await server.refused('run_experiment', { description: 'a try' })).toMatchObject({
    code: 'out_of_scope',
    message: expect.stringContaining('the submodule replaced'),
    hint: expect.stringContaining('git submodule update --init'),
  });
  repository.remove('replaced');
  repository.git('submodule', 'update', '--init', '-q');
  const kept = await server.ok('run_experiment', { description: 'a try' });
  expect(kept).toMatchObject({ session_id: started.session_id, files_changed: ['code.sh'] });
});

test('repositories within the repository are left alone; in the way of files they must be moved first', async () => {
  const repository = makeRepository({ ...scriptFiles, 'lib/a': 'a' });
  makeRepository({ x: 'theirs' }, { directory: join(repository.root, 'before') });
  const session = await thereAndBack({
    repository,
    candidate: () => repository.write('lib/a', 'changed'),
  });
  repository.remove('lib');
  const run = await session.attempt(printing(120));
  makeRepository({ y: 'new' }, { directory: join(repository.root, 'since') });
  makeRepository({ a: 'of another' }, { directory: join(repository.root, 'lib') });
  const log = { run_id: run.run_id, status: 'discard', description: 'no' };
  expect(await session.server.refused('log_experiment', log)).toMatchObject({ code: 'dirty_worktree' });
  expect(repository.read('lib/a')).toBe('of another');
  renameSync(join(repository.root, 'lib'), join(temporaryDirectory(), 'lib'));
  await session.server.ok('log_experiment', log);
  expect([repository.read('lib/a'), repository.read('since/y')]).toEqual(['a', 'new']);
  expect(repository.read('before/x')).toBe('theirs');
});

test('a repository without a commit is named as what cannot be read, and nothing is touched', async () => {
  const repository = makeRepository(scriptFiles);
  const { error } = await refusedAndUntouched(repository, {}, () => {
    repository.write('code.sh', printing(90));
    repository.git('init', '-q', 'hatchling');
  });
  expect(error).toMatchObject({ code: 'dirty_worktree' });
  expect(error.message).toContain('hatchling');
});
