import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whereIs } from '../../src/loop/where-is.js';
import { temporaryDirectory } from '../support/temporary.js';

function makeTree(): string {
  const root = realpathSync(temporaryDirectory());
  mkdirSync(join(root, 'a', 'b'), { recursive: true });
  symlinkSync('a/b', join(root, 'relative'));
  symlinkSync(join(root, 'a'), join(root, 'absolute'));
  symlinkSync('../..', join(root, 'a', 'b', 'up'));
  symlinkSync('missing/further', join(root, 'dangling'));
  symlinkSync('circle', join(root, 'circle'));
  return root;
}

test('it is where the system says, for whatever is there', () => {
  const root = makeTree();
  const name = fc.constantFrom('a', 'b', 'up', 'relative', 'absolute', '..', '.', '');
  let there = 0;
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), (names) => {
      const path = [root, ...names].join('/');
      const real = realOf(path);
      if (real === undefined) return;
      there += 1;
      expect(whereIs(path)).toBe(real);
    }),
    { seed: 7, numRuns: 500 },
  );
  expect(there).toBeGreaterThan(100);
});

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

test('what is not there is where it would be; a circle of links, and a relative path, are nowhere', () => {
  const root = makeTree();
  expect(whereIs(`${root}/relative/x/../y`)).toBe(join(root, 'a', 'b', 'y'));
  expect(whereIs(`${root}/dangling/on`)).toBe(join(root, 'missing', 'further', 'on'));
  expect(whereIs(`${root}/circle/x`)).toBe('');
  expect(whereIs('a/b')).toBe('');
});
