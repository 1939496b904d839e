import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printing } from '../support/session.js';
import { type Files, makeRepository, type TestRepository } from '../support/test-repository.js';
import { startWatched } from '../support/watched-session.js';

const code = { 'code.sh': printing(100) };

function link(repository: TestRepository, path: string, target: string): void {
  rmSync(join(repository.root, path), { recursive: true, force: true });
  symlinkSync(target, join(repository.root, path));
}

function undo(repository: TestRepository): void {
  repository.git('reset', '-q', '--hard');
  repository.git('clean', '-q', '-f', '-d');
}

test('every link on the way to a named file is pinned, and so is what it leads to', async () => {
  const repository = makeRepository({
    ...code,
    'v1/bench.sh': '. ./code.sh\n',
    'evil/bench.sh': printing(1),
    'evil/real.sh': printing(1),
  });
  link(repository, 'scripts', 'current');
  link(repository, 'current', 'v1');
  link(repository, 'v1/run.sh', 'bench.sh');
  repository.commit('Links');
  const session = await startWatched({ kind: 'new', repository, init: { command: 'sh scripts/run.sh' } });
  for (const [path, target] of [
    ['scripts', 'evil'],
    ['current', 'evil'],
    ['v1/run.sh', '../evil/real.sh'],
    ['v1/bench.sh', '../evil/bench.sh'],
  ] as const) {
    link(repository, path, target);
    expect(await session.refusal(), path).toEqual([{ path, rule: 'pinned' }]);
    undo(repository);
  }
  // A directory, or a file, in place of a link.
  rmSync(join(repository.root, 'scripts'));
  repository.write('scripts/run.sh', printing(1));
  expect(await session.refusal()).toEqual([
    { path: 'scripts', rule: 'pinned' },
    { path: 'scripts/run.sh', rule: 'pinned' },
  ]);
  undo(repository);
  expect(session.ranSince()).toBe(0);
  expect(await session.attempt(printing(90))).toMatchObject({ verdict: 'better' });
});

/** Commands, and files that a runner would read instead of, or besides, the ones that are there. */
const shadows: readonly (readonly [command: string, files: Files, added: readonly string[]])[] = [
  [
    'node bench',
    { 'bench.js': 'process.stdout.write(require("fs").readFileSync("code.sh", "latin1").slice(5))' },
    ['bench', 'bench.mjs', 'bench/index.js'],
  ],
  ['make -s -f Makefile bench', { Makefile: 'bench:\n\t@. ./code.sh\n' }, ['GNUmakefile', 'makefile']],
  [
    'make -s -C sub bench',
    { 'sub/Makefile': 'bench:\n\t@. ../code.sh\n' },
    ['sub/GNUmakefile', 'sub/makefile'],
  ],
  ['sh bench.sh # npm test', { 'bench.sh': '. ./code.sh\n' }, ['.npmrc', 'package.json']],
  [
    'sh bench.sh # pytest tests && ./node_modules/.bin/vitest && cargo bench',
    { 'bench.sh': '. ./code.sh\n', 'tests/test_a.py': '' },
    ['conftest.py', 'tests/conftest.py', 'vitest.config.ts', '.cargo/config.toml'],
  ],
  [
    'sh bench.sh # python3 py/bench.py',
    { 'bench.sh': '. ./code.sh\n', 'py/bench.py': 'import timeit\n' },
    ['py/timeit.py', 'timeit/__init__.py', 'sitecustomize.py'],
  ],
  [
    'python3 bench.py # modules of its own',
    {
      'bench.py':
        'import sys; import statistics\ntry: import lib\nfinally: pass\nprint(open("code.sh").read()[5:])\n',
      'lib.py': '',
      'autoresearch.yaml': 'protected: [lib.py]\n',
    },
    [
      ...['lib/__init__.py', 'lib', '__pycache__/lib.cpython-311.pyc', 'lib.so'],
      // Imported second on its line, by a module of the standard library, and by none at all.
      ...['statistics.py', 'fractions.py', 'json.py'],
      `statistics.cpython-311-x86_64-linux-gnu.so`,
    ],
  ],
  [
    'sh bench.sh # protected modules that no command names',
    {
      'bench.sh': '. ./code.sh\n',
      'lib.js': '',
      'deep/index.js': '',
      'py/judge.py': '',
      'autoresearch.yaml': 'protected: [lib.js, "deep/**", py/judge.py]\n',
    },
    ['lib', 'lib.json', 'deep.js', 'package.json', 'node_modules/x/index.js', 'py/json.py'],
  ],
];

test.each(shadows)('%s: names that would be read instead are kept free', async (command, files, added) => {
  const repository = makeRepository({ ...code, ...files });
  const session = await startWatched({ kind: 'new', repository, init: { command } });
  const listed = session.started.notes.join(' ').split(/\.? |, /);
  for (const path of added) {
    repository.write(path, '');
    expect(await session.refusal()).toEqual([{ path, rule: 'pinned' }]);
    undo(repository);
    // What is not there is not listed.
    expect(listed).not.toContain(path);
  }
  expect(session.ranSince()).toBe(0);
  repository.write('else.py', '');
  expect(await session.attempt(printing(90))).toMatchObject({ verdict: 'better' });
});

test("what a script's package says of its imports is pinned", async () => {
  const repository = makeRepository({
    ...code,
    'bench.mjs': 'import read from "#lib"; process.stdout.write(read("code.sh"))',
    'lib.cjs': 'module.exports = (path) => require("fs").readFileSync(path, "latin1").slice(5)',
    'package.json': '{"imports": {"#lib": "./lib.cjs"}}',
  });
  const init = { command: 'node bench.mjs', protected: ['lib.cjs'] };
  const session = await startWatched({ kind: 'new', repository, init });
  repository.write('package.json', '{"imports": {"#lib": "./mine.cjs"}}');
  repository.write('mine.cjs', 'module.exports = () => "METRIC size=1"');
  expect(await session.refusal()).toEqual([{ path: 'package.json', rule: 'pinned' }]);
  undo(repository);
  expect(await session.attempt(printing(90))).toMatchObject({ verdict: 'better' });
});

test('a link above a name that is kept free is refused, and `editable` frees a name', async () => {
  const repository = makeRepository({ ...code, 'evil/config.toml': '', 'bench.sh': '. ./code.sh\n' });
  const command = 'sh bench.sh # cargo bench; make';
  const editable = ['**', 'Makefile'];
  const session = await startWatched({ kind: 'new', repository, init: { command, editable } });
  link(repository, '.cargo', 'evil');
  expect(await session.refusal()).toEqual([{ path: '.cargo', rule: 'pinned' }]);
  undo(repository);
  repository.write('Makefile', '');
  expect(await session.attempt(printing(90))).toMatchObject({ verdict: 'better' });
});

test("in place, a name that is kept free is refused although git ignores it; a runner's hidden file is never committed", async () => {
  const repository = makeRepository({
    ...code,
    'bench.sh': '. ./code.sh\n',
    '.gitignore': 'GNUmakefile\n',
  });
  repository.write('.npmrc', 'secret\n');
  const init = { command: 'sh bench.sh # make; npm', isolation: 'in-place' };
  const session = await startWatched({ kind: 'new', repository, init });
  expect(repository.git('ls-files', '.npmrc')).toBe('');
  repository.write('code.sh', printing(90));
  repository.write('GNUmakefile', '');
  expect(await session.refusal()).toEqual([{ path: 'GNUmakefile', rule: 'pinned' }]);
  repository.remove('GNUmakefile');
  repository.write('.npmrc', 'other\n');
  expect(await session.refusal()).toEqual([{ path: '.npmrc', rule: 'pinned' }]);
  repository.write('.npmrc', 'secret\n');
  expect(session.ranSince()).toBe(0);
  expect(await session.attempt(printing(90))).toMatchObject({ verdict: 'better' });
});
