import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findPinned } from '../../src/workspace/pinned.js';
import { openRepository } from '../../src/workspace/repository.js';
import { temporaryDirectory } from '../support/temporary.js';
import { type Files, makeRepository } from '../support/test-repository.js';

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
  'sub/conftest.py': '',
  'sub/deep/Makefile': '',
  'sub/deep/package.json': '{}',
  'sub/deep/setup.cfg': '',
  'sub/deep/run.mjs': '',
  'sub/deep/run/index.js': '',
  'sub/deep/er/index.js': '',
  'sub/deep/er/test_a.py': '',
  'package.json': '{}',
  Makefile: '',
};

const cases: readonly [command: string, pinned: readonly string[]][] = [
  ['python3 bench.py', ['sub/bench.py']],
  ['./bench.py --data=data.json', ['sub/bench.py', 'sub/data.json']],
  ['cd . && FILE=data.json python3 "bench.py"; true', ['sub/bench.py', 'sub/data.json']],
  ["node 'sp ace.js'", ['sub/package.json', 'sub/sp ace.js']],
  ['node sp\\ ace.js', ['sub/package.json', 'sub/sp ace.js']],
  ['python3 -m pkg', ['sub/pkg/__main__.py']],
  ['python3 -m bench', ['sub/bench.py']],
  ['sh ../bench.sh', ['bench.sh']],
  ['npm run bench', ['sub/package.json']],
  ['cd .. && npm test', ['sub/package.json', 'package.json']],
  ['make -C .. bench', ['sub/Makefile', 'Makefile']],
  ['(python3 bench.py|cat)>data.json 2>&1', ['sub/bench.py', 'sub/data.json']],
  // An argument is no module: it may well name what is to be optimised.
  ['python3 bench.py unnamed', ['sub/bench.py']],
  // The same runner by a path, with a version, or behind another.
  ['/usr/bin/make bench', ['sub/Makefile']],
  ['npx make@4 bench', ['sub/Makefile', 'sub/package.json']],
  ['make -Cdeep bench', ['sub/Makefile', 'sub/deep/Makefile']],
  ['npm --prefix=deep test', ['sub/package.json', 'sub/deep/package.json']],
  // pytest looks beside the test and in every directory above it.
  [
    'python3.11 -m pytest deep/er/test_a.py',
    ['sub/conftest.py', 'sub/deep/er/test_a.py', 'sub/deep/setup.cfg'],
  ],
  // A directory is run by its index file; a script of the same name wins, and the directory is none of its business.
  ['node deep/er', ['sub/deep/er/index.js', 'sub/deep/package.json', 'sub/package.json']],
  ['node deep/run', ['sub/deep/package.json', 'sub/deep/run.mjs', 'sub/package.json']],
  ['npm --prefix deep/er test', ['sub/deep/package.json', 'sub/package.json']],
  ['constructor __proto__', []],
  ['nothing that exists', []],
  ['cat /etc/passwd ../../outside', []],
];

test.each(cases)('%s', async (command, pinned) => {
  const { root } = makeRepository(files);
  const repository = await openRepository(join(root, 'sub'));
  const { existing } = await findPinned(repository, [command], 'autoresearch.yaml');
  expect([...existing].sort()).toEqual([...pinned, 'sub/autoresearch.yaml'].sort());
});

test('an absolute path into the repository is pinned', async () => {
  const { root } = makeRepository(files);
  const repository = await openRepository(root);
  const { existing, reserved } = await findPinned(repository, [`sh ${root}/bench.sh`], 'autoresearch.yaml');
  expect(existing).toEqual(['bench.sh']);
  expect(reserved).toEqual(['autoresearch.yaml']);
});

async function pinnedBy(
  files: Files,
  links: readonly (readonly [path: string, target: string])[],
  command: string,
) {
  const { root } = makeRepository(files);
  for (const [path, target] of links) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
  return findPinned(await openRepository(root), [command], 'autoresearch.yaml');
}

const script = { 'lib/v1/bench.sh': '' };
const linkCases: readonly [what: string, links: [string, string][], command: string, pinned: string[]][] = [
  ['a directory', [['scripts', 'lib/v1']], 'sh scripts/bench.sh', ['lib/v1/bench.sh', 'scripts']],
  [
    'a link to a link',
    [
      ['bench', 'a'],
      ['a', 'd/../b'],
      ['d', 'lib/v1'],
      ['lib/b', './v1/../v1/bench.sh'],
    ],
    'sh bench',
    ['a', 'bench', 'd', 'lib/b', 'lib/v1/bench.sh'],
  ],
  [
    'links in parents and at the end',
    [
      ['x/scripts', '../current'],
      ['current', 'lib/v1'],
      ['lib/v1/run.sh', 'bench.sh'],
    ],
    'cd x && sh ./scripts/run.sh',
    ['current', 'lib/v1/bench.sh', 'lib/v1/run.sh', 'x/scripts'],
  ],
  [
    'a directory that is only entered',
    [['here', 'lib']],
    'cd here && sh v1/bench.sh',
    ['here', 'lib/v1/bench.sh'],
  ],
  ['a way out of the repository', [['out', '/etc']], 'cat out/passwd', ['out']],
  ['a link to nothing', [['gone', 'nowhere']], 'cat gone', []],
];

test.each(linkCases)('every link on the way is pinned: %s', async (_, links, command, pinned) => {
  // A link in the middle of `..` is followed as the system does it: `d/../b` is lib/b.
  const { existing } = await pinnedBy(script, links, command);
  expect([...existing].sort()).toEqual(pinned);
});

test('a loop of links is no file', async () => {
  const links = [
    ['a', 'b'],
    ['b', 'a'],
  ] as const;
  const { existing } = await pinnedBy({ 'bench.sh': '' }, links, 'sh bench.sh a');
  expect(existing).toContain('bench.sh');
});

const reservedCases: readonly [command: string, files: Files, reserved: string[], free: string[]][] = [
  [
    'node bench',
    { 'bench.js': '' },
    ['bench', 'bench.mjs', 'bench.ts'],
    ['bench.js', 'bench2.js', 'bench.txt'],
  ],
  [
    'node bench',
    { 'bench.js': '', 'bench/x': '' },
    ['bench/index.js', 'bench/package.json'],
    ['bench', 'bench/y.js'],
  ],
  ['node bench', { 'bench/index.js': '' }, ['bench.js', 'bench/package.json'], ['bench', 'bench/index.js']],
  ['node bench', { bench: '' }, [], ['bench.js', 'bench']],
  ['make bench', { Makefile: '' }, ['GNUmakefile', 'makefile'], ['Makefile']],
  ['make -C sub', { 'sub/Makefile': '' }, ['GNUmakefile', 'Makefile', 'sub/makefile'], ['sub/Makefile']],
  [
    'npm --prefix sub test',
    { 'sub/package.json': '{}' },
    ['.npmrc', 'sub/.npmrc'],
    ['sub/package-lock.json', 'index.js'],
  ],
  [
    './node_modules/.bin/vitest run',
    { 'a.js': '' },
    ['vitest.config.ts', 'vite.config.js', 'vitest.workspace.ts'],
    ['a.js'],
  ],
  ['npx jest', { 'a.js': '' }, ['jest.config.js', 'package.json', '.npmrc'], []],
  [
    'python3 -m pytest tests',
    { 'tests/test_a.py': '' },
    ['conftest.py', 'tests/conftest.py', 'pytest.py', 'tox.ini'],
    ['tests/test_b.py'],
  ],
  ['cargo bench', { 'Cargo.toml': '' }, ['.cargo/config.toml'], ['Cargo.lock', 'Cargo.toml']],
  ['go test ./...', { 'go.mod': '' }, ['go.work'], ['go.sum']],
];

test.each(reservedCases)('%s in %j keeps names free', async (command, files, reserved, free) => {
  const found = await pinnedBy(files, [], command);
  expect(found.reserved).toEqual(expect.arrayContaining(reserved));
  expect(found.reserved.filter((path) => free.includes(path) || Object.keys(files).includes(path))).toEqual(
    [],
  );
});

test('the directories that commands name are told, each once', async () => {
  const found = await pinnedBy(
    { 'tests/a.py': '', 'src/b.py': '' },
    [['t', 'tests']],
    'pytest tests ./t src /etc .',
  );
  expect([...found.directories].sort()).toEqual(['src', 'tests']);
  expect(found.existing).toEqual(['t']);
});

test('files beside the repository are found apart, and through links', async () => {
  const { root } = makeRepository(files);
  const outside = temporaryDirectory();
  for (const name of ['judge it.sh', 'real.py', 'unnamed']) writeFileSync(join(outside, name), '');
  symlinkSync(join(outside, 'real.py'), join(root, 'link.py'));
  const repository = await openRepository(root);
  const line = `sh '${outside}/judge it.sh' > /dev/null; python3 link.py ${outside}/none`;
  const found = await findPinned(repository, [line, `cd ${outside} && sh real.py`], 'autoresearch.yaml');
  expect([...found.outside].sort()).toEqual([join(outside, 'judge it.sh'), join(outside, 'real.py')]);
  expect(found.existing).toEqual(['link.py']);
});
