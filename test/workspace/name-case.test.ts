import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restoreNames } from '../../src/workspace/name-case.js';
import { takeSnapshot } from '../../src/workspace/snapshot.js';
import { makeWorkspace } from '../support/workspace.js';
import { readFiles } from '../support/worktree-state.js';

/** Rename by case what a tree holds, then restore its names. @returns the paths of then. */
async function renamed(ignoresCase: boolean, isLeft: (path: string) => boolean = () => false) {
  const workspace = await makeWorkspace({ 'Dir/File.txt': 'f', 'a.txt': 'lower', 'A.txt': 'upper' });
  const { repository, index, scratch } = workspace;
  const { tree } = await takeSnapshot(repository, index);
  for (const [from, to] of [
    ['Dir/File.txt', 'Dir/file.TXT'],
    ['Dir', 'dir'],
  ] as const) {
    renameSync(join(repository.root, from), join(repository.root, to));
  }
  await restoreNames({ repository, index, scratch, target: tree, former: tree, isLeft, ignoresCase });
  const files = readFiles(repository.root);
  expect([files.get('a.txt'), files.get('A.txt')].every((each) => each !== undefined)).toBe(true);
  return [...files.keys()].filter((path) => path.includes('/'));
}

test('files and directories that were renamed by case alone get their names back', async () => {
  expect(await renamed(true)).toEqual(['Dir/File.txt']);
});

test('where names that differ in case are two, nothing is renamed', async () => {
  expect(await renamed(false)).toEqual(['dir/file.TXT']);
});

test('what is left alone keeps its name', async () => {
  expect(await renamed(true, (path) => path === 'Dir/File.txt')).toEqual(['dir/file.TXT']);
});
