import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/workspace/repository.js';
import { defaultShare } from '../../src/workspace/share.js';
import { type Files, makeRepository } from '../support/test-repository.js';

async function makeShared(files: Files = {}, directory = '') {
  const user = makeRepository({ 'a.txt': 'a', 'packages/own/index.js': '', ...files });
  mkdirSync(join(user.root, directory, 'node_modules/@scope'), { recursive: true });
  const repository = await openRepository(join(user.root, directory));
  return { root: user.root, share: (ignored: string[]) => defaultShare(repository, ignored) };
}

test('known dependency directories that are ignored are shared; build outputs and others are not', async () => {
  const { share } = await makeShared();
  expect(await share(['node_modules/', '.venv/', 'dist/', 'target/', 'build/', 'secret.env'])).toEqual([
    'node_modules',
    '.venv',
  ]);
  expect(await share(['dist/'])).toEqual([]);
});

test('in a subdirectory, its own are shared and those of the root', async () => {
  const { share } = await makeShared({ 'sub/a.txt': 'a' }, 'sub');
  expect(await share(['node_modules/', 'sub/node_modules/', 'other/node_modules/'])).toEqual([
    'node_modules',
    'sub/node_modules',
  ]);
});

test.each([
  ['package.json', '{"workspaces": ["packages/*"]}'],
  ['pnpm-workspace.yaml', 'packages: [packages/*]\n'],
])('nothing is shared in a monorepo (%s)', async (file, content) => {
  const { share } = await makeShared({ [file]: content });
  expect(await share(['node_modules/'])).toEqual([]);
});

test.each(['node_modules/own', 'node_modules/@scope/own'])(
  'nothing is shared whose %s leads back to the checkout',
  async (link) => {
    const { root, share } = await makeShared();
    symlinkSync(join(root, 'packages/own'), join(root, link));
    expect(await share(['node_modules/'])).toEqual([]);
  },
);

test('links within the directory, out of the checkout and to nowhere do no harm', async () => {
  const { root, share } = await makeShared();
  mkdirSync(join(root, 'node_modules/.store/x'), { recursive: true });
  symlinkSync('.store/x', join(root, 'node_modules/x'));
  symlinkSync('/usr', join(root, 'node_modules/usr'));
  symlinkSync('nowhere', join(root, 'node_modules/dangling'));
  expect(await share(['node_modules/'])).toEqual(['node_modules']);
});
