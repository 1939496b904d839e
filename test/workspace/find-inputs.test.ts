import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findInputs } from '../../src/workspace/find-inputs.js';
import { displayPath } from '../../src/workspace/path-bytes.js';
import { temporaryDirectory } from '../support/temporary.js';

function makeFiles(...names: string[]): string {
  const root = temporaryDirectory();
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), name);
  }
  return root;
}

const names = [
  'a.csv',
  'd/b.csv',
  'd/.hidden.csv',
  'd/e/c.csv',
  'd/e/[1].txt',
  '.git/config',
  'sp ace/x',
  'back\\slash',
];

const cases: [entry: string, files: string[]][] = [
  ['a.csv', ['a.csv']],
  ['./a.csv', ['a.csv']],
  ['d', ['d/.hidden.csv', 'd/b.csv', 'd/e/[1].txt', 'd/e/c.csv']],
  ['d/e/', ['d/e/[1].txt', 'd/e/c.csv']],
  ['d/*.csv', ['d/.hidden.csv', 'd/b.csv']],
  ['**/*.csv', ['a.csv', 'd/.hidden.csv', 'd/b.csv', 'd/e/c.csv']],
  ['{a,d/b}.csv', ['a.csv', 'd/b.csv']],
  ['d/e/\\[1\\].txt', ['d/e/[1].txt']],
  ['sp ace', ['sp ace/x']],
  ['back\\slash', ['back\\slash']],
  ['**/config', []],
  ['a.csv/*', []],
  ['nothing', []],
];

test.each(cases)('%s', async (entry, files) => {
  const root = makeFiles(...names);
  const [found] = await findInputs(root, [entry]);
  expect(found?.files.map((path) => displayPath(path).slice(root.length + 1))).toEqual(files);
  const [absolute] = await findInputs('/nowhere', [join(root, entry)]);
  expect(absolute?.files.map(displayPath)).toEqual(files.map((file) => join(root, file)));
});

test('a link to a directory is looked into where an entry names it, and is else a file', async () => {
  const root = makeFiles('real/x', 'in/y');
  symlinkSync('../real', join(root, 'in/link'));
  const [inside, named] = await findInputs(root, ['in', 'in/link']);
  expect(inside?.files).toEqual([join(root, 'in/link'), join(root, 'in/y')]);
  expect(named?.files).toEqual([join(root, 'in/link/x')]);
});
