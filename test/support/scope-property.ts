import fc from 'fast-check';
import { expect } from 'vitest';
import { toPathBytes } from '../../src/workspace/path-bytes.js';
import { compileScope, outOfScope, type ScopeRules } from '../../src/workspace/scope.js';
import type { TreeChange } from '../../src/workspace/tree-diff.js';
import { slowOutOfScope } from './slow-scope.js';

/** A tree as a list: mode and content by path, no path below another. */
type Tree = ReadonlyMap<string, { readonly mode: string; readonly id: string }>;

const name = fc.constantFrom(
  ...['a', 'b', 'ab', 'src', '.hidden', 'x.js', 'é', '.gitattributes', '.gitmodules'],
  ...['a.py', 'json.py', 'json', 'a.cpython-311.pyc', 'é.cpython-311-linux.so', '__pycache__', '__init__.py'],
);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const segment = fc.constantFrom(
  ...['a', 'b', 'ab', 'src', '.hidden', '.gitattributes', '*.js', 'a?', '**', '*', 'é', '*b', '?'],
  ...['{a,b}', '{src,a}', 'a{b,}', '{*.js,b}', '.{hidden,gitattributes}'],
);
const glob = fc
  .array(segment, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  // Glob dialects part over two globstars in a row, and over whether one at the end may stand for nothing after a wildcard.
  .filter((text) => !/\*\*\/\*\*|[*?{][^/]*\/\*\*$/.test(text));
const globs = fc.array(glob, { maxLength: 3 });
const modules = fc.record({
  directory: fc.constantFrom('', '', 'src/', 'a/b/'),
  language: fc.constantFrom('python' as const, 'javascript' as const),
  names: fc.subarray(['a', 'x', 'é', 'src', '__init__'].map(toPathBytes)),
  standard: fc.boolean(),
});

const rules: fc.Arbitrary<ScopeRules> = fc
  .record({
    prefix: fc.constantFrom('', '', 'src/', 'a/b/'),
    pinned: fc.array(path.map(toPathBytes), { maxLength: 2 }),
    editable: fc.oneof(
      fc.constantFrom(undefined, ['**'], ['**', '.gitattributes']),
      fc.array(fc.oneof(glob, path), { minLength: 1, maxLength: 3 }),
    ),
    protected: fc.oneof(fc.constant([]), globs),
    globs: fc.oneof(fc.constant([]), globs),
    modules: fc.array(modules, { maxLength: 2 }),
    present: fc.array(path.map(toPathBytes), { maxLength: 2 }),
    bystanders: fc.array(path.map(toPathBytes), { maxLength: 2 }),
    ignored: fc.array(
      fc.tuple(path, fc.constantFrom('', '/')).map((parts) => toPathBytes(parts.join(''))),
      { maxLength: 2 },
    ),
  })
  .map(({ editable, ...rest }) => ({ ...rest, ...(editable === undefined ? {} : { editable }) }));

const mode = fc.constantFrom('100644', '100644', '100755', '120000', '160000');
const put = fc.record({ do: fc.constant('put' as const), path, mode, id: fc.constantFrom('1', '2') });
const edit = fc.oneof(
  put,
  fc.record({ do: fc.constant('remove' as const), path }),
  fc.record({ do: fc.constant('move' as const), path, to: path }),
  fc.record({ do: fc.constant('retype' as const), path, mode }),
);
type TreeEdit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** The check agrees, for whole trees and what leads from one to the other, with the obvious way to read the rules. */
export function checkScope(runs: number, seed: number): { refused: number; passed: number } {
  const tally = { refused: 0, passed: 0 };
  const trees = fc.tuple(fc.array(put, { maxLength: 8 }), fc.array(edit, { minLength: 1, maxLength: 6 }));
  fc.assert(
    fc.property(rules, trees, (each, [start, edits]) => {
      const before = start.reduce(applied, new Map());
      const changes = changesBetween(before, edits.reduce(applied, before));
      const found = outOfScope(changes, compileScope(each));
      expect(found).toEqual(slowOutOfScope(each, changes));
      tally[found.length > 0 ? 'refused' : 'passed'] += changes.length > 0 ? 1 : 0;
    }),
    { seed, numRuns: runs },
  );
  return tally;
}

function applied(tree: Tree, edit: TreeEdit): Tree {
  if (edit.do === 'put') return placed(tree, edit.path, edit);
  const below = [...tree].filter(([path]) => path === edit.path || path.startsWith(`${edit.path}/`));
  const rest = new Map([...tree].filter(([path]) => !below.some(([other]) => other === path)));
  if (edit.do === 'remove') return rest;
  if (edit.do === 'retype') {
    return below.reduce((into, [path, { id }]) => placed(into, path, { mode: edit.mode, id }), tree);
  }
  return below.reduce<Tree>(
    (into, [path, entry]) => placed(into, edit.to + path.slice(edit.path.length), entry),
    rest,
  );
}

/** The tree with one more file: whatever is in its way goes. */
function placed(tree: Tree, path: string, { mode, id }: { mode: string; id: string }): Tree {
  const left = [...tree].filter(
    ([other]) => other !== path && !other.startsWith(`${path}/`) && !path.startsWith(`${other}/`),
  );
  return new Map([...left, [path, { mode, id }]]);
}

function changesBetween(before: Tree, after: Tree): TreeChange[] {
  const nothing = { mode: '000000', id: '0' };
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [old, present] = [before.get(path) ?? nothing, after.get(path) ?? nothing];
    if (old.mode === present.mode && old.id === present.id) return [];
    const kind = old === nothing ? 'added' : present === nothing ? 'deleted' : 'modified';
    const modes = { oldMode: old.mode, newMode: present.mode, oldId: old.id, newId: present.id };
    return [{ path: toPathBytes(path), kind, ...modes }];
  });
}
