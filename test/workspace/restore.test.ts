import { existsSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restoreWorktree } from '../../src/workspace/restore.js';
import { takeSnapshot } from '../../src/workspace/snapshot.js';
import { makeWorkspace, type TestWorkspace } from '../support/workspace.js';

/** Restore, and collect what was saved on the way. @param meanwhile done when the first tree has been saved. */
async function restored(workspace: TestWorkspace, target: string, meanwhile: () => void = () => {}) {
  const { repository, index, scratch } = workspace;
  const saved: string[] = [];
  await restoreWorktree({
    repository,
    index,
    scratch,
    target,
    former: target,
    isLeft: () => false,
    save: (tree) => {
      saved.push(tree);
      if (saved.length === 1) meanwhile();
      return Promise.resolve();
    },
  });
  return saved;
}

test('an edit made while files are restored is saved before it is undone', async () => {
  const workspace = await makeWorkspace({ 'a.txt': 'a', 'b.txt': 'b' });
  const { test: user, repository, index } = workspace;
  const { tree: target } = await takeSnapshot(repository, index);
  user.write('a.txt', 'candidate');
  const saved = await restored(workspace, target, () => {
    user.write('a.txt', 'the user, just now');
    user.write('c.txt', 'new');
  });
  expect(user.git('show', `${saved[0]}:a.txt`)).toBe('candidate');
  const second = saved.find((tree) => user.git('show', `${tree}:a.txt`) === 'the user, just now');
  expect(second).toBeDefined();
  expect(user.git('show', `${second}:c.txt`)).toBe('new');
  expect(user.read('a.txt')).toBe('a');
  expect(user.git('status', '--porcelain')).toBe('');
});

test('nothing is saved or touched where nothing differs', async () => {
  const workspace = await makeWorkspace({ 'a.txt': 'a' });
  const { tree: target } = await takeSnapshot(workspace.repository, workspace.index);
  const before = lstatSync(join(workspace.test.root, 'a.txt'), { bigint: true }).mtimeNs;
  expect(await restored(workspace, target)).toEqual([]);
  expect(lstatSync(join(workspace.test.root, 'a.txt'), { bigint: true }).mtimeNs).toBe(before);
});

test('an ignored file that stands where a directory belongs is saved first', async () => {
  const workspace = await makeWorkspace({ '.gitignore': 'dir\n', 'dir/a': 'a' });
  const { test: user, repository, index } = workspace;
  user.git('add', '-f', 'dir/a');
  user.git('commit', '-qm', 'track it');
  const target = user.git('rev-parse', 'HEAD^{tree}');
  user.remove('dir');
  await takeSnapshot(repository, index);
  user.write('dir', 'ignored');
  const saved = await restored(workspace, target);
  expect(user.git('show', `${saved[0]}:dir`)).toBe('ignored');
  expect(user.read('dir/a')).toBe('a');
});

test('an ignored file that stands where a file belongs is saved first', async () => {
  const workspace = await makeWorkspace({ 'a.txt': 'a', '.gitignore': 'a.txt\n' });
  const { test: user, repository, index } = workspace;
  user.git('add', '-f', 'a.txt');
  user.git('commit', '-qm', 'track it');
  const target = user.git('rev-parse', 'HEAD^{tree}');
  user.remove('a.txt');
  await takeSnapshot(repository, index);
  user.write('a.txt', 'ignored');
  const saved = await restored(workspace, target);
  expect(user.git('show', `${saved[0]}:a.txt`)).toBe('ignored');
  expect(user.read('a.txt')).toBe('a');
});

test('a link to a directory is replaced by the directory, and what it leads to is left alone', async () => {
  const workspace = await makeWorkspace({ 'dir/a': 'a', 'other/a': 'other' });
  const { test: user, repository, index } = workspace;
  const { tree: target } = await takeSnapshot(repository, index);
  user.remove('dir');
  symlinkSync('other', join(user.root, 'dir'));
  await restored(workspace, target);
  expect(lstatSync(join(user.root, 'dir')).isDirectory()).toBe(true);
  expect([user.read('dir/a'), user.read('other/a')]).toEqual(['a', 'other']);
});

test('ignored files below a directory that goes are left where they are', async () => {
  const workspace = await makeWorkspace({ 'a.txt': 'a', '.gitignore': '*.log\n' });
  const { test: user, repository, index } = workspace;
  const { tree: target } = await takeSnapshot(repository, index);
  mkdirSync(join(user.root, 'new'));
  user.write('new/x', 'x');
  user.write('new/kept.log', 'log');
  await restored(workspace, target);
  expect(user.read('new/kept.log')).toBe('log');
  expect(existsSync(join(user.root, 'new/x'))).toBe(false);
});
