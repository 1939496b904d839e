import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findOutside, findPinned } from '../../src/workspace/pinned.js';
import { openRepository } from '../../src/workspace/repository.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const files = {
  'bench.sh': '',
  'sub/bench.py': '',
  'sub/pkg/__main__.py': '',
  'sub/sp ace.js': '',
  'sub/data.json': '',
  'sub/package.json': '{}',
  'sub/Makefile': '',
  'sub/autoresearch.yaml': '',
  'sub/unnamed.py': '',
  'package.json': '{}',
  Makefile: '',
};

const cases: readonly [command: string, pinned: readonly string[]][] = [
  ['python3 bench.py', ['sub/bench.py']],
  ['./bench.py --data=data.json', ['sub/bench.py', 'sub/data.json']],
  ['cd . && FILE=data.json python3 "bench.py"; true', ['sub/bench.py', 'sub/data.json']],
  ["node 'sp ace.js'", ['sub/sp ace.js']],
  ['node sp\\ ace.js', ['sub/sp ace.js']],
  ['python3 -m pkg', ['sub/pkg/__main__.py']],
  ['python3 -m bench', ['sub/bench.py']],
  ['sh ../bench.sh', ['bench.sh']],
  ['npm run bench', ['sub/package.json']],
  ['cd .. && npm test', ['sub/package.json', 'package.json']],
  ['make -C .. bench', ['sub/Makefile', 'Makefile']],
  ['(python3 bench.py|cat)>data.json 2>&1', ['sub/bench.py', 'sub/data.json']],
  // An argument is no module: it may well name what is to be optimised.
  ['python3 bench.py unnamed', ['sub/bench.py']],
  ['nothing that exists', []],
  ['cat /etc/passwd ../../outside', []],
];

test.each(cases)('%s', async (command, pinned) => {
  const { root } = makeRepository(files);
  const repository = await openRepository(join(root, 'sub'));
  const found = await findPinned(repository, [command], 'autoresearch.yaml');
  expect([...found].sort()).toEqual([...pinned, 'sub/autoresearch.yaml'].sort());
});

test('an absolute path into the repository is pinned', async () => {
  const { root } = makeRepository(files);
  const repository = await openRepository(root);
  expect(await findPinned(repository, [`sh ${root}/bench.sh`], 'autoresearch.yaml')).toEqual([
    'autoresearch.yaml',
    'bench.sh',
  ]);
});

test('files beside the repository are found apart, and through links', async () => {
  const { root } = makeRepository(files);
  const outside = temporaryDirectory();
  for (const name of ['judge it.sh', 'real.py', 'unnamed']) writeFileSync(join(outside, name), '');
  symlinkSync(join(outside, 'real.py'), join(root, 'link.py'));
  const repository = await openRepository(root);
  const line = `sh '${outside}/judge it.sh' > /dev/null; python3 link.py ${outside}/none`;
  const found = await findOutside(repository, [line, `cd ${outside} && sh real.py`]);
  expect([...found].sort()).toEqual([join(outside, 'judge it.sh'), join(outside, 'real.py')]);
  expect(await findPinned(repository, [line], 'autoresearch.yaml')).toEqual(['autoresearch.yaml', 'link.py']);
});
