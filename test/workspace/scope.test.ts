import { expect, test } from 'vitest';
import { compileScope, outOfScope, type ScopeRules } from '../../src/workspace/scope.js';
import { takeSnapshot } from '../../src/workspace/snapshot.js';
import { diffTrees, type TreeChange } from '../../src/workspace/tree-diff.js';
import { makeWorkspace, treeWith } from '../support/workspace.js';

const none: ScopeRules = { prefix: '', pinned: [], protected: [], bystanders: [], ignored: [] };

test('a rename counts at both ends', async () => {
  const { test: user, repository, index } = await makeWorkspace({ 'in/a.js': 'text', 'out/b.js': 'other' });
  const start = (await takeSnapshot(repository, index)).tree;
  const check = compileScope({ ...none, editable: ['in/**'] });
  const refused = async (files: Record<string, string>, removed: string[]) =>
    outOfScope(await diffTrees(repository, start, treeWith(user, files, removed)), check);
  expect(await refused({ 'out/moved.js': 'text' }, ['in/a.js'])).toEqual([
    { path: 'out/moved.js', rule: 'not_editable' },
  ]);
  expect(await refused({ 'in/moved.js': 'other' }, ['out/b.js'])).toEqual([
    { path: 'out/b.js', rule: 'not_editable' },
  ]);
  expect(await refused({ 'in/moved.js': 'text' }, ['in/a.js'])).toEqual([]);
});

test('a submodule moves only where `editable` says so, and a new nested repository never', () => {
  const change: TreeChange = {
    path: 'sub',
    kind: 'modified',
    oldMode: '160000',
    newMode: '160000',
    oldId: '0'.repeat(40),
    newId: '1'.repeat(40),
  };
  const added: TreeChange = { ...change, kind: 'added', oldMode: '000000' };
  const named = compileScope({ ...none, editable: ['sub'] });
  const refused = [{ path: 'sub', rule: 'not_editable' }];
  expect(outOfScope([change], compileScope(none))).toEqual(refused);
  expect(outOfScope([change], compileScope({ ...none, editable: ['other/**'] }))).toEqual(refused);
  expect(outOfScope([change], named)).toEqual([]);
  expect(outOfScope([{ ...change, kind: 'deleted', newMode: '000000' }], compileScope(none))).toEqual(
    refused,
  );
  expect(outOfScope([{ ...change, newMode: '100644' }], compileScope(none))).toEqual(refused);
  expect(outOfScope([added], named)).toEqual(refused);
});

test('what stands above or below a pinned file is pinned with it, unless `editable` names that file', () => {
  const rules: ScopeRules = { ...none, pinned: ['a/b/bench.sh'] };
  const check = compileScope(rules);
  for (const path of ['a', 'a/b', 'a/b/bench.sh', 'a/b/bench.sh/x/y']) expect(check(path)).toBe('pinned');
  for (const path of ['a/c', 'a/b/bench', 'a/b/bench.sh2', 'b', 'A']) expect(check(path)).toBeUndefined();
  const named = compileScope({ ...rules, editable: ['a/b/bench.sh', 'a'] });
  expect(named('a/b/bench.sh')).toBeUndefined();
  expect(named('a/b')).toBeUndefined();
});

test('a pinned file that is a bystander too is pinned', () => {
  const check = compileScope({ ...none, pinned: ['bench.sh'], bystanders: ['bench.sh', 'notes'] });
  expect(check('bench.sh')).toBe('pinned');
  expect(check('notes')).toBe('bystander');
});

test('where names that differ in case are the same file, they are the same pinned file', () => {
  const rules: ScopeRules = {
    ...none,
    pinned: ['sub/GNUmakefile', '\xc3\x89.sh'],
    protected: ['Tests/*.py'],
  };
  const check = compileScope({ ...rules, ignoresCase: true });
  for (const path of ['sub/gnumakefile', 'SUB', '\xc3\xa9.sh', 'tests/a.PY'])
    expect(check(path)).toBe('pinned');
  const exact = compileScope(rules);
  for (const path of ['sub/gnumakefile', 'SUB', '\xc3\xa9.sh', 'tests/a.PY'])
    expect(exact(path)).toBeUndefined();
});

test('git attributes and modules, at any depth, are editable only where they are named', () => {
  const check = compileScope({ ...none, editable: ['**', 'sub/.gitattributes'] });
  for (const path of ['.gitattributes', 'a/.gitmodules', '.gitmodules'])
    expect(check(path)).toBe('not_editable');
  expect(check('sub/.gitattributes')).toBeUndefined();
});

test('names of any bytes are matched as they are shown', () => {
  const check = compileScope({ ...none, editable: ['src/**'], pinned: ['src/\xff'] });
  expect(check('src/\xff')).toBe('pinned');
  expect(check('src/\xfe')).toBeUndefined();
  expect(check('new\nline')).toBe('not_editable');
  expect(check('src/new\nline')).toBeUndefined();
});
