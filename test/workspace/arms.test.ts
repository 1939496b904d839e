import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type Arms,
  cleanArms,
  needsSetUp,
  recordSetUp,
  removeArms,
  syncArm,
} from '../../src/workspace/arms.js';
import { at, gitBytes } from '../support/git-bytes.js';
import type { Files, TestRepository } from '../support/test-repository.js';
import { makeWorkspace, treeWith } from '../support/workspace.js';
import { readFiles } from '../support/worktree-state.js';

const files: Files = { 'a.py': 'one', 'lib/b.py': 'b', '.gitignore': '*.log\nbuild/\n' };

async function makeArms(change: Partial<Arms> = {}) {
  const { test: user, arms } = await makeWorkspace(files, change);
  return { user, arms, tree: user.git('rev-parse', 'HEAD^{tree}') };
}

/** What a checkout of a tree would hold, and nothing else. */
function expectExactly(user: TestRepository, directory: string, tree: string): void {
  const listed = user.git('ls-tree', '-r', '--name-only', tree).split('\n');
  expect([...readFiles(directory).keys()].sort()).toEqual(listed.sort());
  for (const path of listed)
    expect(readFileSync(join(directory, path), 'utf8')).toBe(
      gitBytes(user.root, ['show', `${tree}:${path}`]),
    );
}

const mtime = (directory: string, path: string) =>
  Math.floor(lstatSync(join(directory, path)).mtimeMs / 1000);

test('an arm holds exactly the tree, and no .git', async () => {
  const { user, arms, tree } = await makeArms();
  const directory = await syncArm(arms, 0, tree);
  expectExactly(user, directory, tree);
  expect(existsSync(join(directory, '.git'))).toBe(false);
  const next = treeWith(user, { 'a.py': 'two', 'lib/new.py': 'new' }, ['lib/b.py']);
  await syncArm(arms, 0, next);
  expectExactly(user, directory, next);
});

test('the names of the arms are of one length and say nothing', async () => {
  const { arms, tree } = await makeArms();
  const names = [await syncArm(arms, 0, tree), await syncArm(arms, 1, tree)].map((path) => basename(path));
  expect(names[0]).not.toBe(names[1]);
  for (const name of names) expect(name).toMatch(/^[0-9a-f]{12}$/);
});

test('an arm whose tree git has collected as garbage is made anew', async () => {
  const { user, arms, tree } = await makeArms();
  const probed = treeWith(user, { 'a.py': '' });
  const directory = await syncArm(arms, 0, probed);
  await recordSetUp(arms, 0, 'lock');
  writeFileSync(join(directory, 'answer'), '42');
  user.git('reflog', 'expire', '--expire=now', '--all');
  user.git('prune', '--expire=now');
  await syncArm(arms, 0, tree);
  expectExactly(user, directory, tree);
  expect(await needsSetUp(arms, 0, 'lock')).toBe(true);
  const next = treeWith(user, { 'a.py': '' });
  await syncArm(arms, 0, next);
  user.git('prune', '--expire=now');
  await cleanArms(arms);
  await syncArm(arms, 0, tree);
  expectExactly(user, directory, tree);
});

test('changed files move forward by a whole second each time, and others stay', async () => {
  const { user, arms, tree } = await makeArms();
  const directory = await syncArm(arms, 0, tree);
  const other = mtime(directory, 'lib/b.py');
  let before = mtime(directory, 'a.py');
  for (const content of ['two', 'six', 'ten', 'one', 'two']) {
    await syncArm(arms, 0, treeWith(user, { 'a.py': content }));
    expect(readFileSync(join(directory, 'a.py'), 'utf8')).toBe(content);
    expect(mtime(directory, 'a.py')).toBeGreaterThan(before);
    before = mtime(directory, 'a.py');
  }
  expect(mtime(directory, 'lib/b.py')).toBe(other);
});

/** What the code under test may leave behind, so as to find it again in the next run. */
const leftovers: Record<string, (directory: string) => void> = {
  'a file': (directory) => writeFileSync(join(directory, 'answer.txt'), '42'),
  'a file in a directory of the tree': (directory) => writeFileSync(join(directory, 'lib/answer'), '42'),
  'an ignored file': (directory) => writeFileSync(join(directory, 'answer.log'), '42'),
  'an ignored directory': (directory) => {
    mkdirSync(join(directory, 'build/deep'), { recursive: true });
    writeFileSync(join(directory, 'build/deep/answer'), '42');
  },
  'an empty directory': (directory) => mkdirSync(join(directory, 'lib/answer is 42')),
  'a link': (directory) => symlinkSync('/etc', join(directory, 'answer')),
  'a name that is not UTF-8': (directory) => writeFileSync(at(directory, 'answer\xff\xfe'), '42'),
  'a repository of its own': (directory) => {
    mkdirSync(join(directory, 'nested'));
    gitBytes(join(directory, 'nested'), ['init', '-q']);
    gitBytes(join(directory, 'nested'), [
      '-c',
      'user.name=x',
      '-c',
      'user.email=x',
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      '42',
    ]);
  },
  'a .git at the top': (directory) => gitBytes(directory, ['init', '-q']),
  'a .git in a directory of the tree': (directory) => {
    mkdirSync(join(directory, 'lib/.git'));
    writeFileSync(join(directory, 'lib/.git/answer'), '42');
  },
  'a closed directory': (directory) => {
    mkdirSync(join(directory, 'closed/inner'), { recursive: true });
    writeFileSync(join(directory, 'closed/inner/answer'), '42');
    chmodSync(join(directory, 'closed/inner'), 0o500);
    chmodSync(join(directory, 'closed'), 0);
  },
  'an edit of the tree': (directory) => writeFileSync(join(directory, 'a.py'), '42!'),
  'a file instead of a directory': (directory) => {
    writeFileSync(join(directory, 'lib2'), '');
    chmodSync(join(directory, 'a.py'), 0o755);
  },
};

test.each(Object.entries(leftovers))(
  '%s is gone in the next run, of the same tree or another',
  async (_, leave) => {
    const { user, arms, tree } = await makeArms();
    const next = treeWith(user, { 'a.py': 'two' });
    const directory = await syncArm(arms, 0, tree);
    const names = () => readdirSync(directory, { recursive: true, encoding: 'latin1' }).sort();
    const clean = names();
    leave(directory);
    await syncArm(arms, 0, tree);
    expect(names()).toEqual(clean);
    expectExactly(user, directory, tree);
    leave(directory);
    await syncArm(arms, 0, next);
    expect(names()).toEqual(clean);
    expectExactly(user, directory, next);
  },
);

test.each(['.cache', '.cache/', './.cache', '**/.cache', '.cache/**'])(
  'arm_cache keeps %s, and only that',
  async (glob) => {
    const { user, arms, tree } = await makeArms({ cache: [glob] });
    const directory = await syncArm(arms, 0, tree);
    for (const path of ['.cache', 'other']) {
      mkdirSync(join(directory, path, 'deep'), { recursive: true });
      writeFileSync(join(directory, path, 'deep/entry'), path);
    }
    await syncArm(arms, 0, treeWith(user, { 'a.py': 'two' }));
    expect(readFileSync(join(directory, '.cache/deep/entry'), 'utf8')).toBe('.cache');
    expect(existsSync(join(directory, 'other'))).toBe(false);
  },
);

test('what the set-up command made stays, until it is made for something else', async () => {
  const { user, arms, tree } = await makeArms();
  const directory = await syncArm(arms, 0, tree);
  expect(await needsSetUp(arms, 0, 'key')).toBe(true);
  mkdirSync(join(directory, 'deps'));
  writeFileSync(join(directory, 'deps/package'), 'made');
  await recordSetUp(arms, 0, 'key');
  writeFileSync(join(directory, 'answer.txt'), '42');
  await syncArm(arms, 0, treeWith(user, { 'a.py': 'two' }));
  expect(readFileSync(join(directory, 'deps/package'), 'utf8')).toBe('made');
  expect(existsSync(join(directory, 'answer.txt'))).toBe(false);
  expect([
    await needsSetUp(arms, 0, 'key'),
    await needsSetUp(arms, 0, 'other'),
    await needsSetUp(arms, 1, 'key'),
  ]).toEqual([false, true, true]);
});

test('shared directories are links to the checkout’s, and come back when they were removed', async () => {
  const { user, arms, tree } = await makeArms({ share: ['build'] });
  const next = treeWith(user, { 'a.py': 'two' });
  user.write('build/dependency', 'x');
  const directory = await syncArm(arms, 0, tree);
  expect(readlinkSync(join(directory, 'build'))).toBe(join(user.root, 'build'));
  rmSync(join(directory, 'build'));
  await syncArm(arms, 0, next);
  expect(readFileSync(join(directory, 'build/dependency'), 'utf8')).toBe('x');
  expect(user.read('build/dependency')).toBe('x');
});

test('an arm that a kill left half-written is whole again after the next sync', async () => {
  const { user, arms, tree } = await makeArms();
  const next = treeWith(user, { 'a.py': 'two', 'lib/b.py': 'bb' });
  const directory = await syncArm(arms, 0, tree);
  // In the middle of a rewrite: one file cut short, one empty.
  writeFileSync(join(directory, 'a.py'), 'tw');
  writeFileSync(join(directory, 'lib/b.py'), '');
  for (const wanted of [tree, next]) {
    await syncArm(arms, 0, wanted);
    expectExactly(user, directory, wanted);
  }
});

test('an arm whose rewrite was cut off is not taken for what it held before', async () => {
  const { user, arms, tree } = await makeArms();
  const next = treeWith(user, { 'a.py': 'two', 'lib/b.py': 'bb' });
  const directory = await syncArm(arms, 0, tree);
  // The rewrite begins, and all of it is done but for the last note.
  const index = join(arms.stateDirectory, `${basename(directory)}.index`);
  mkdirSync(`${index}.lock`);
  await expect(syncArm(arms, 0, next)).rejects.toThrow('index.lock');
  rmSync(`${index}.lock`, { recursive: true });
  const env = { GIT_DIR: join(user.root, '.git'), GIT_WORK_TREE: directory, GIT_INDEX_FILE: index };
  gitBytes(directory, ['read-tree', '--reset', '-u', next], { env });
  await syncArm(arms, 0, tree);
  expectExactly(user, directory, tree);
});

test('removed arms are made anew', async () => {
  const { user, arms, tree } = await makeArms();
  await syncArm(arms, 0, tree);
  await removeArms(arms);
  expect(existsSync(arms.directory)).toBe(false);
  expectExactly(user, await syncArm(arms, 0, tree), tree);
});
