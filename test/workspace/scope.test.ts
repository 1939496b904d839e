import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toPathBytes } from '../../src/workspace/path-bytes.js';
import { compileScope, outOfScope, type ScopeRules } from '../../src/workspace/scope.js';
import { takeSnapshot } from '../../src/workspace/snapshot.js';
import { diffTrees, type TreeChange } from '../../src/workspace/tree-diff.js';
import { makeWorkspace, treeWith } from '../support/workspace.js';

const none: ScopeRules = { prefix: '', pinned: [], protected: [], bystanders: [], ignored: [] };

/**
 * Globs the slow and obvious way, for patterns of plain letters, `*`, `**` and `?`: try every way to eat the path,
 * segment by segment. A pattern without wildcards also means everything below it.
 */
function matches(glob: string, path: string): boolean {
  const pattern = glob.replace(/\/$/, '').split('/');
  const parts = path.split('/');
  if (!/[*?]/.test(glob)) return pattern.every((segment, at) => parts[at] === segment);
  return matchSegments(pattern, parts);
}

function matchSegments(pattern: string[], parts: string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return parts.length === 0;
  if (first === '**')
    return parts.some((_, at) => matchSegments(rest, parts.slice(at))) || matchSegments(rest, []);
  const [part, ...others] = parts;
  return part !== undefined && matchLetters([...first], [...part]) && matchSegments(rest, others);
}

function matchLetters(pattern: string[], letters: string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return letters.length === 0;
  if (first === '*')
    return letters.some((_, at) => matchLetters(rest, letters.slice(at))) || matchLetters(rest, []);
  return (
    letters.length > 0 && (first === '?' || first === letters[0]) && matchLetters(rest, letters.slice(1))
  );
}

const name = fc.constantFrom('a', 'b', 'ab', 'src', '.hidden', 'x.js', 'é');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const segment = fc.constantFrom('a', 'b', 'ab', 'src', '.hidden', '*.js', 'a?', '**', 'é', '*b');
const glob = fc
  .array(segment, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  // A lone trailing star at the end of a path is where glob dialects part.
  .filter((text) => !/\*\*\/\*\*/.test(text));
const globs = fc.array(glob, { maxLength: 3 });
const prefix = fc.constantFrom('', 'src/', 'a/b/');

/** The rules read aloud, the strongest last. */
function ruleFor(rules: ScopeRules, path: string): string | undefined {
  const inside = path.startsWith(rules.prefix) ? path.slice(rules.prefix.length) : undefined;
  const isAny = (globs: readonly string[]) =>
    inside !== undefined && globs.some((glob) => matches(glob, inside));
  const isNamed = rules.editable?.includes(inside ?? '') ?? false;
  const isIgnored = rules.ignored.some((each) =>
    each.endsWith('/') ? path.startsWith(each) : path === each,
  );
  if (rules.bystanders.includes(path) || isIgnored) return 'bystander';
  if ((rules.pinned.includes(path) && !isNamed) || isAny(rules.protected)) return 'pinned';
  return isAny(rules.editable ?? ['**']) ? undefined : 'not_editable';
}

test('scope agrees with the obvious way to read it', () => {
  const rules = fc.record({
    prefix,
    pinned: fc.array(path, { maxLength: 2 }),
    editable: fc.option(fc.array(glob, { minLength: 1, maxLength: 3 }), { nil: undefined }),
    protected: globs,
    bystanders: fc.array(path, { maxLength: 2 }),
    ignored: fc.array(
      fc.tuple(path, fc.constantFrom('', '/')).map((parts) => parts.join('')),
      { maxLength: 2 },
    ),
  });
  fc.assert(
    fc.property(rules, path, ({ editable, ...rest }, path) => {
      const { pinned, bystanders, ignored } = rest;
      const check = compileScope({
        ...rest,
        pinned: pinned.map(toPathBytes),
        bystanders: bystanders.map(toPathBytes),
        ignored: ignored.map(toPathBytes),
        ...(editable === undefined ? {} : { editable }),
      });
      const expected = ruleFor({ ...rest, ...(editable === undefined ? {} : { editable }) }, path);
      expect(check(toPathBytes(path))).toBe(expected);
    }),
    { seed: 2, numRuns: 3000 },
  );
});

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

test('a new nested repository is refused, an old submodule that moves is not', () => {
  const change: TreeChange = {
    path: 'sub',
    kind: 'added',
    oldMode: '000000',
    newMode: '160000',
    oldId: '0'.repeat(40),
    newId: '1'.repeat(40),
  };
  expect(outOfScope([change], compileScope(none))).toEqual([{ path: 'sub', rule: 'not_editable' }]);
  expect(outOfScope([{ ...change, kind: 'modified', oldMode: '160000' }], compileScope(none))).toEqual([]);
});

test('names of any bytes are matched as they are shown', () => {
  const check = compileScope({ ...none, editable: ['src/**'], pinned: ['src/\xff'] });
  expect(check('src/\xff')).toBe('pinned');
  expect(check('src/\xfe')).toBeUndefined();
  expect(check('new\nline')).toBe('not_editable');
  expect(check('src/new\nline')).toBeUndefined();
});
