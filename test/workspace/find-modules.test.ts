import { expect, test } from 'vitest';
import { findModules } from '../../src/workspace/find-modules.js';
import { importsOf } from '../../src/workspace/imported-names.js';
import { compileModules } from '../../src/workspace/module-names.js';
import { openRepository } from '../../src/workspace/repository.js';
import { type Files, makeRepository } from '../support/test-repository.js';

const so = 'cpython-311-x86_64-linux-gnu.so';

interface Case {
  readonly what: string;
  readonly command: string;
  readonly judges: Files;
  readonly others?: Files;
  readonly loaded: readonly string[];
  readonly free: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: 'all that a module can be, and nothing that only looks like it',
    command: 'python3 bench.py',
    judges: { 'bench.py': 'import lib', 'lib.py': '' },
    loaded: [
      ...['lib', 'lib.pyc', 'lib.so', 'lib.abi3.so', `lib.${so}`, 'lib/__init__.py', `lib/__init__.${so}`],
      ...['__pycache__', '__pycache__/lib.cpython-311.pyc', '__pycache__/lib.cpython-312.opt-1.pyc'],
    ],
    free: [
      'lib/data.txt',
      'lib.txt',
      'lib2.py',
      'sub/lib.py',
      '__pycache__/code.cpython-311.pyc',
      'other.py',
    ],
  },
  {
    what: 'the standard library beside a script, in the directory of the session and on the path',
    command: 'cd more && PYTHONPATH=./on:also/ python3 ../sub/bench.py',
    judges: { 'sub/bench.py': '' },
    loaded: ['sub/fractions.py', 'json/__init__.py', 'more/json.py', 'on/queue.py', 'also/queue.so'],
    free: ['sub/numpy.py', 'json/x.py', 'else/json.py', '__pycache__/json.cpython-311.pyc', 'json.txt'],
  },
  {
    what: 'no standard library within a package, nor without Python',
    command: 'sh bench.sh',
    judges: { 'pkg/lib.py': '' },
    others: { 'pkg/__init__.py': '' },
    loaded: ['json.py', 'pkg.py', 'pkg/lib/__init__.py'],
    free: ['pkg/json.py', 'pkg/else.py'],
  },
  { what: 'none of it', command: 'sh x', judges: { x: '' }, loaded: [], free: ['json.py', 'lib', 'x.py'] },
  {
    what: 'what is imported from elsewhere, and not what candidates provide',
    command: 'python3 sub/bench.py',
    judges: { 'sub/bench.py': 'import numpy as n, mine\ntry: import yaml; import theirs.x\nfrom . import y' },
    others: { 'sub/mine.py': '', 'theirs/x.py': '' },
    loaded: ['sub/numpy.py', 'numpy.py', 'yaml/__init__.py', 'sub/yaml.py'],
    free: ['sub/mine/__init__.py', 'mine.py', 'theirs/__init__.py', 'sub/y.py', 'sub/n.py'],
  },
  {
    what: 'a package around a module, up to the session',
    command: 'python3 -m a.b.lib',
    judges: { 'a/b/lib.py': '' },
    loaded: ['a/__init__.py', 'a/b/__init__.py', 'a.py', 'a/b.py'],
    free: ['a/x.py', '__init__.py'],
  },
  {
    what: 'JavaScript by a file, a directory and without an ending',
    command: 'node bench.js',
    judges: { 'bench.js': '', 'one.cjs': '', 'lib/index.js': '', 'a/b.c.js': '' },
    loaded: ['one', 'one.js', 'one.json', 'lib.js', 'lib', 'lib/index.json', 'a/b.c', 'a/b.c.ts'],
    free: ['lib/x.js', 'a.js', 'a/b', 'one.txt', 'json.py', 'one/index.js'],
  },
];

test.each(cases)('$what', async ({ command, judges, others = {}, loaded, free }) => {
  const { root } = makeRepository({ ...judges, ...others });
  const files = Object.keys({ ...judges, ...others });
  const repository = await openRepository(root);
  const { names } = await findModules(repository, [command], Object.keys(judges), files);
  const isModule = compileModules(names, false);
  expect(loaded.filter((path) => !isModule(path))).toEqual([]);
  expect(free.filter(isModule)).toEqual([]);
  expect(loaded.filter((path) => !compileModules(names, true)(path.toUpperCase()))).toEqual([]);
});

test('what says how JavaScript is loaded is there or is kept free, up to the session', async () => {
  const { root } = makeRepository({ 'package.json': '{}', 's/package.json': '{}', 's/a/b/lib.js': '' });
  const repository = await openRepository(`${root}/s`);
  const found = await findModules(repository, ['sh x'], ['s/a/b/lib.js'], ['s/a/b/lib.js']);
  expect(found.existing).toEqual(['s/package.json']);
  expect(found.reserved).toEqual([
    ...['s/a/b/package.json', 's/a/package.json'],
    ...['s/a/b/node_modules', 's/a/node_modules', 's/node_modules'],
  ]);
});

test('every import of a line is read, and those that are calls', () => {
  const code =
    'import sys; import a.x as y, b\ntry: from c import (d,\n e)\nelse: import f # g\nimport h, \\\n  i\nz = __import__("j"), importlib.import_module(\'k.l\')\nfrom . import m';
  expect(importsOf(code)).toEqual(['sys', 'a', 'b', 'c', 'f', 'h', 'i', 'j', 'k']);
});
