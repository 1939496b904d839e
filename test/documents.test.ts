import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const documents = [
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...filesIn('docs').map((name) => `docs/${name}`),
];
const sources = ['src', 'test', 'schemas', 'benchmarks', 'demo'].flatMap((top) =>
  filesIn(top).map((name) => `${top}/${name}`),
);

function filesIn(directory: string): string[] {
  const entries = readdirSync(join(root, directory), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, directory).length + 1));
}

test.each(documents)('%s: what it links to is there', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = '']) => target);
  const local = links.filter((target) => !/^[a-z]+:/.test(target));
  expect(local.filter((target) => !existsSync(join(root, dirname(document), target)))).toEqual([]);
});

test.each(documents)('%s: every file of ours that it names is there', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const names = [...text.matchAll(/`((?:src|test|schemas|benchmarks)\/[\w./-]+|[\w.-]+\.test\.ts)`/g)];
  const missing = names
    .map(([, name = '']) => name)
    .filter((name) => !existsSync(join(root, name)) && !sources.some((path) => basename(path) === name));
  expect(missing).toEqual([]);
});

test('every row of the threat model names a test', () => {
  const rows = readFileSync(join(root, 'docs/security.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!threat \||it cannot \||-)/.test(line));
  expect(rows.length).toBeGreaterThan(25);
  expect(rows.filter((row) => !/\.test\.ts` \|$|`npm run sim` \|$/.test(row))).toEqual([]);
});
