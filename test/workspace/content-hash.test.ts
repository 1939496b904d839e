import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hashesOf } from '../../src/workspace/content-hash.js';
import { temporaryDirectory } from '../support/temporary.js';

async function hash(path: string, follows = false): Promise<string> {
  const [found = ''] = await hashesOf([Buffer.from(path)], follows);
  return found;
}

test('kind, content and the executable bit count; times and the other bits do not', async () => {
  const path = join(temporaryDirectory(), 'file');
  const absent = await hash(path);
  writeFileSync(path, 'one');
  const one = await hash(path);
  chmodSync(path, 0o600);
  utimesSync(path, 1, 1);
  expect(await hash(path)).toBe(one);
  chmodSync(path, 0o755);
  const program = await hash(path);
  rmSync(path);
  symlinkSync('one', path);
  const link = await hash(path);
  rmSync(path);
  mkdirSync(path);
  expect(new Set([absent, one, program, link, await hash(path)]).size).toBe(5);
});

test('a change that leaves size and time as they were is seen, however long the file was known', async () => {
  const path = join(temporaryDirectory(), 'file');
  writeFileSync(path, 'one');
  await hash(path);
  await delay(150);
  const known = await hash(path);
  const { atime, mtime } = lstatSync(path);
  for (const content of ['two', 'six']) {
    writeFileSync(path, content);
    utimesSync(path, atime, mtime);
    expect(await hash(path)).not.toBe(known);
  }
  writeFileSync(path, 'one');
  expect(await hash(path)).toBe(known);
});

test('a file that is written through another name, or renamed into place, is seen', async () => {
  const directory = temporaryDirectory();
  const [path, other] = [join(directory, 'file'), join(directory, 'other')];
  writeFileSync(path, 'one');
  linkSync(path, other);
  await delay(150);
  const known = await hash(path);
  writeFileSync(other, 'two');
  const second = await hash(path);
  rmSync(other);
  writeFileSync(other, 'six');
  renameSync(other, path);
  expect(new Set([known, second, await hash(path)]).size).toBe(3);
});

test('what a link leads to counts only where links are followed', async () => {
  const directory = temporaryDirectory();
  const [target, link] = [join(directory, 'target'), join(directory, 'link')];
  symlinkSync('target', link);
  writeFileSync(target, 'one');
  const [alone, followed] = [await hash(link), await hash(link, true)];
  writeFileSync(target, 'two');
  expect(await hash(link)).toBe(alone);
  expect(await hash(link, true)).not.toBe(followed);
});
