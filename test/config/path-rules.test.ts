import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { globShouldBe, pathShouldBe } from '../../src/config/path-rules.js';

describe('globs', () => {
  test.each([
    ['src/**', 'src/a/b.ts'],
    ['./src/*.ts', 'src/a.ts'],
    ['*.{js,ts}', 'a.js'],
    ['{a,{b,c}}/x', 'c/x'],
    ['pages/[id].tsx', 'pages/[id].tsx'],
    ['a\\[b', 'a[b'],
    ['a\\}', 'a}'],
    ['[}]', '}'],
    ['@(a|b)', 'a'],
    ['..a/b..', '..a/b..'],
    ['v{1..3}', 'v2'],
    ['src/', 'src/'],
  ])('%s is right, and matches %s', (glob, path) => {
    expect(globShouldBe(glob)).toBeUndefined();
    expect(picomatch.isMatch(path, glob, { dot: true })).toBe(true);
  });

  test.each([
    ['', /not empty/],
    ['  ', /not empty/],
    ['/src/**', /relative/],
    ['..', /`\.\.`/],
    ['../src', /`\.\.`/],
    ['src/../../x', /`\.\.`/],
    ['src/..', /`\.\.`/],
    ['{..,src}/x', /`\.\.`/],
    ['@(..|src)/x', /`\.\.`/],
    ['!src/**', /`!`/],
    ['!(a|b)', /`!`/],
    ['src/\0', /NUL/],
    ['a[', /balanced/],
    ['a]', /balanced/],
    ['a{', /balanced/],
    ['a}', /balanced/],
    ['{a}}', /balanced/],
    ['a(', /balanced/],
    ['a)', /balanced/],
    ['[z-a]', /balanced/],
    ['a'.repeat(70_000), /balanced/],
  ])('%.20j is wrong', (glob, allowed) => {
    expect(globShouldBe(glob)).toMatch(allowed);
  });
});

describe('plain paths', () => {
  test.each(['node_modules', './.venv', 'a/b/', 'packages/[x]/{y}', '..a'])('%s is right', (path) => {
    expect(pathShouldBe(path)).toBeUndefined();
  });

  test.each([
    ['', /not empty/],
    ['/usr', /relative/],
    ['a/../..', /`\.\.`/],
    ['a\0', /NUL/],
    ['.', /inside/],
    ['././', /inside/],
    ['*/node_modules', /not a glob/],
    ['a?', /not a glob/],
  ])('%j is wrong', (path, allowed) => {
    expect(pathShouldBe(path)).toMatch(allowed);
  });
});
