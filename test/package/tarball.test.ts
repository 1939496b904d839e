import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { expect, test } from 'vitest';
import { checkoutRoot, manifest, packedFiles, packTarball } from '../support/tarball.js';

const files = packedFiles();

test('the tarball holds the program, what it reads, its documents and licences, and nothing else', () => {
  const top = new Set(files.map((path) => path.split('/')[0]));
  expect([...top].sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'demo',
    'dist',
    'docs',
    'package.json',
    'schemas',
    'skills',
  ]);
  const needed = Object.values(manifest.bin).concat(
    'dist/THIRD-PARTY-LICENCES.txt',
    'demo/repository/benchmark.js',
    'schemas/autoresearch.schema.json',
    'skills/autoresearch/SKILL.md',
    'docs/security.md',
  );
  expect(files).toEqual(expect.arrayContaining(needed));
  expect(
    files.filter((path) => /\.(?:map|ts|tsbuildinfo|tgz|log)$|(?:^|\/)(?:test|src)\//.test(path)),
  ).toEqual([...files.filter((path) => path.startsWith('demo/repository/src/'))]);
});

test.each(['README.md', 'SECURITY.md', 'CHANGELOG.md'])('what %s links to is in the tarball', (document) => {
  const text = readFileSync(join(checkoutRoot, document), 'utf8');
  const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = '']) => target);
  const local = targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => target.replace(/\/$/, ''));
  const missing = local.filter(
    (target) => !files.some((path) => path === target || path.startsWith(`${target}/`)),
  );
  expect(missing).toEqual([]);
});

test('no bundled file points to a source map that is not there', () => {
  const scripts = files.filter((path) => path.startsWith('dist/') && path.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(10);
  const pointing = scripts.filter((path) =>
    /^\/\/# sourceMappingURL=(?!data:)/m.test(readFileSync(join(checkoutRoot, path), 'utf8')),
  );
  expect(pointing).toEqual([]);
});

test('every package in the bundle has its licence there, and only what is not bundled is a dependency', () => {
  const licences = readFileSync(join(checkoutRoot, 'dist/THIRD-PARTY-LICENCES.txt'), 'utf8');
  for (const name of ['@modelcontextprotocol/server', 'zod', 'commander', 'pino', 'prom-client']) {
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
  expect(Object.keys(manifest.dependencies)).toEqual(['better-sqlite3']);
});

test('publint finds nothing', async () => {
  const tarball = readFileSync(packTarball());
  const { messages } = await publint({ strict: true, pack: { tarball: arrayBufferOf(tarball) } });
  expect(messages).toEqual([]);
});

test('attw finds no types that could be wrong: there is a program, and nothing to import', async () => {
  const tarball = readFileSync(packTarball());
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  expect(analysis).toEqual({ packageName: manifest.name, packageVersion: manifest.version, types: false });
});

test('nothing can be imported from the package but its description', () => {
  const { resolve } = createRequire(import.meta.url);
  expect(resolve(`${manifest.name}/package.json`)).toBe(join(checkoutRoot, 'package.json'));
  expect(() => resolve(manifest.name)).toThrow('No "exports" main');
  expect(() => resolve(`${manifest.name}/dist/store.js`)).toThrow('is not defined by "exports"');
});

function arrayBufferOf(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
