import { readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lookAt } from '../../src/workspace/look.js';
import { seedPrivateIndex, takeSnapshot, writeExcludes } from '../../src/workspace/snapshot.js';
import { at, gitList } from '../support/git-bytes.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeWorkspace } from '../support/workspace.js';

// Each of these is over within a second of its start most of the time, which is when git's own check can be fooled.
const tries = 25;

test('a same-size edit in the second in which the user’s index was written is in the snapshot', async () => {
  const { test: user, repository, index } = await makeWorkspace({ 'f.txt': 'start' });
  for (let at = 0; at < tries; at++) {
    user.write('f.txt', `old${10 + at}`);
    user.git('add', 'f.txt');
    user.write('f.txt', `new${10 + at}`);
    await seedPrivateIndex(repository, index);
    const { tree } = await takeSnapshot(repository, index);
    expect(user.git('show', `${tree}:f.txt`)).toBe(`new${10 + at}`);
  }
});

test('a same-size edit in the second in which the private index was written is in the snapshot', async () => {
  const { test: user, repository, index } = await makeWorkspace({ 'f.txt': 'start', 'g.txt': 'other' });
  for (let at = 0; at < tries; at++) {
    user.write('f.txt', `old${10 + at}`);
    await takeSnapshot(repository, index);
    user.write('f.txt', `new${10 + at}`);
    const { tree } = await takeSnapshot(repository, index);
    expect(user.git('show', `${tree}:f.txt`)).toBe(`new${10 + at}`);
  }
});

test('the user’s index is not written, staged or not, whatever is there', async () => {
  const { test: user, repository, index } = await makeWorkspace({ 'a.txt': 'a', 'b.txt': 'b' });
  user.write('a.txt', 'staged');
  user.git('add', 'a.txt');
  user.write('a.txt', 'edited');
  user.write('new.txt', 'new');
  const path = join(user.root, '.git/index');
  const before = { bytes: readFileSync(path), time: statSync(path).mtimeMs };
  await seedPrivateIndex(repository, index);
  const { tree } = await takeSnapshot(repository, index);
  expect(readFileSync(path).equals(before.bytes)).toBe(true);
  expect(statSync(path).mtimeMs).toBe(before.time);
  expect(user.git('show', `${tree}:a.txt`)).toBe('edited');
  expect(user.git('show', `${tree}:new.txt`)).toBe('new');
});

test.each(['--assume-unchanged', '--skip-worktree'])(
  'an edit hidden by %s is in the snapshot',
  async (mark) => {
    const { test: user, repository, index } = await makeWorkspace({ 'a.txt': 'a' });
    user.git('update-index', mark, 'a.txt');
    user.write('a.txt', 'hidden');
    await seedPrivateIndex(repository, index);
    const { tree } = await takeSnapshot(repository, index);
    expect(user.git('show', `${tree}:a.txt`)).toBe('hidden');
    expect(user.git('ls-files', '-v')).toMatch(/^[hS] a\.txt$/);
  },
);

test('a file that is renamed by case alone and edited is in the snapshot, also with core.ignorecase', async () => {
  const { test: user, repository, index } = await makeWorkspace({ 'dir/Foo.txt': 'foo', 'b.txt': 'b' });
  user.git('config', 'core.ignorecase', 'true');
  renameSync(join(user.root, 'dir/Foo.txt'), join(user.root, 'dir/foo.txt'));
  user.write('dir/foo.txt', 'edited');
  const { tree } = await takeSnapshot(repository, index);
  const names = user.git('ls-tree', '-r', '--name-only', tree).split('\n');
  // On a file system that takes both names for one it keeps the old one.
  expect(names.map((name) => name.toLowerCase())).toEqual(['b.txt', 'dir/foo.txt']);
  expect(user.git('show', `${tree}:${names[1]}`)).toBe('edited');
  expect((await takeSnapshot(repository, index)).tree).toBe(tree);
});

test('what a sparse checkout leaves out is in the snapshot as HEAD has it', async () => {
  const { test: user, repository, index } = await makeWorkspace({ 'in/a': 'a', 'out/b': 'b' });
  user.git('sparse-checkout', 'set', 'in');
  expect(user.git('ls-files', '-t', 'out/b')).toBe('S out/b');
  await seedPrivateIndex(repository, index);
  const { tree } = await takeSnapshot(repository, index);
  expect(tree).toBe(user.git('rev-parse', 'HEAD^{tree}'));
});

test('names of any bytes, links and modes are in the snapshot as they are', async () => {
  const { test: user, repository, index } = await makeWorkspace({ 'a.txt': 'a' });
  const names = ['\xff\xfe', 'new\nline', '-rf', ':(top)', ' a ', '"q"', 'back\\slash', '*'];
  for (const name of names) writeFileSync(at(user.root, name), name);
  symlinkSync('nowhere', join(user.root, 'dangling'));
  symlinkSync('.', join(user.root, 'loop'));
  user.write('run.sh', '', 0o755);
  const { tree } = await takeSnapshot(repository, index);
  const listed = gitList(user.root, ['ls-tree', '-r', '-z', tree]);
  expect(listed.map((record) => record.slice(record.indexOf('\t') + 1)).sort()).toEqual(
    [...names, 'a.txt', 'dangling', 'loop', 'run.sh'].sort(),
  );
  expect(listed.filter((record) => record.startsWith('120000'))).toHaveLength(2);
  expect(listed.filter((record) => record.startsWith('100755'))).toHaveLength(1);
});

test('the user’s own global excludes count, and ours besides', async () => {
  const { test: user, repository, index } = await makeWorkspace({ 'a.txt': 'a' });
  const global = join(temporaryDirectory(), 'ignore');
  writeFileSync(global, '*.mine\n');
  user.git('config', 'core.excludesFile', global);
  await writeExcludes(repository, index, ['/.autoresearch/', '*.ours']);
  for (const path of ['x.mine', 'x.ours', '.autoresearch/notes', 'x.seen']) user.write(path, 'x');
  const { tree } = await takeSnapshot(repository, index);
  expect(user.git('ls-tree', '-r', '--name-only', tree)).toBe('a.txt\nx.seen');
});

test('what an earlier snapshot took in and is ignored by now is no change', async () => {
  const { test: user, repository, index } = await makeWorkspace({ 'a.txt': 'a' });
  const { tree: start } = await takeSnapshot(repository, index);
  user.write('made.bin', 'made');
  expect((await lookAt(repository, index, start)).changes.map(({ path }) => path)).toEqual(['made.bin']);
  user.write('.git/info/exclude', 'made.bin\n');
  expect(await lookAt(repository, index, start)).toMatchObject({ tree: start, changes: [] });
  expect(user.read('made.bin')).toBe('made');
});
