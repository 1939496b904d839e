import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { expect, test } from 'vitest';
import { buildContext, dockerfile, lastOf, stagesOf } from '../support/dockerfile.js';
import { checkoutRoot } from '../support/tarball.js';

const stages = stagesOf(dockerfile);
const [build, image] = stages;
if (build === undefined || image === undefined) throw new Error('The Dockerfile has two stages.');

test('the linter finds nothing in the Dockerfile', () => {
  expect(validate(dockerfile).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
});

test('the linter would find something', () => {
  expect(validate(dockerfile.replace('EXPOSE 4319', 'EXPOSE http'))).toHaveLength(1);
});

test('it is built in one stage, and only what runs is copied to the other', () => {
  expect(stages.map(({ name }) => name)).toEqual(['build', '']);
  expect(stages.every(({ image: base }) => /^node:\d+-\w+-slim$/.test(base))).toBe(true);
  const copies = image.steps.filter(({ keyword }) => keyword === 'COPY');
  expect(copies.length).toBeGreaterThan(0);
  expect(copies.map(({ flags }) => flags)).toEqual(copies.map(() => ({ from: 'build' })));
});

test('the build gets nothing but what it is built from', () => {
  const context = buildContext();
  expect(context).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'LICENSE']));
  for (const name of ['.git', 'node_modules', 'dist', 'test', 'docs', '.ci'])
    expect(context).not.toContain(name);
});

test('it serves the mounted repository as somebody who is not root, and says whether it is well', () => {
  expect(lastOf(image, 'USER').words).toEqual(['node']);
  expect(lastOf(image, 'WORKDIR').words).toEqual(['/workspace']);
  expect(lastOf(image, 'VOLUME').words).toEqual(['/data']);
  expect(lastOf(image, 'ENV').text).toBe('AUTORESEARCH_HOME=/data');
  expect(lastOf(image, 'ENTRYPOINT').words).toEqual(['tini', '--', 'autoresearch-mcp']);
  expect(lastOf(image, 'CMD').words.slice(-2)).toEqual(['--root', '/workspace']);
  const port = lastOf(image, 'EXPOSE').words[0];
  expect(lastOf(image, 'HEALTHCHECK').text).toContain(`http://127.0.0.1:${port}/healthz`);
});

test('docs/docker.md starts the image as it is made, and builds upon it without a fault', () => {
  const text = readFileSync(join(checkoutRoot, 'docs/docker.md'), 'utf8');
  const port = lastOf(image, 'EXPOSE').words[0];
  expect([...text.matchAll(/--publish (\S+)/g)].map(([, published]) => published)).toEqual(
    Array(2).fill(`127.0.0.1:${port}:${port}`),
  );
  const targets = new Set([...text.matchAll(/target=([^ ,]+)/g)].map(([, target]) => target));
  expect([...targets].sort()).toEqual(
    [lastOf(image, 'VOLUME').words[0], lastOf(image, 'WORKDIR').words[0]].sort(),
  );
  const [, upon = ''] = /^```dockerfile\n([\s\S]*?)^```$/m.exec(text) ?? [];
  expect(stagesOf(upon).map(({ steps }) => steps.at(-1)?.text)).toEqual(['node']);
  expect(validate(upon)).toEqual([]);
});
