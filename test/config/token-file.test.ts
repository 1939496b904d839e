import {
  chmodSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  addToFile,
  ensureTokenFile,
  readTokenFile,
  removeFromFile,
  tokenFileState,
} from '../../src/config/token-file.js';
import { temporaryDirectory } from '../support/temporary.js';

const token = { name: 'laptop', secret: 'x'.repeat(24), readOnly: true };

test('a file is made once, for its owner alone', async () => {
  const path = join(temporaryDirectory(), 'deep', 'tokens');
  expect(await ensureTokenFile(path)).toBe(true);
  const first = readTokenFile(path);
  expect(first).toMatchObject([{ name: 'owner', readOnly: false }]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await ensureTokenFile(path)).toBe(false);
  expect(readTokenFile(path)).toEqual(first);
});

test('what a person has written stays, and a link stays one', async () => {
  const directory = temporaryDirectory();
  const [file, link] = [join(directory, 'file'), join(directory, 'link')];
  const own = '# mine\nowner  yyyyyyyyyyyyyyyyyyyyyyyyyy   \n# end';
  writeFileSync(file, own, { mode: 0o600 });
  symlinkSync('file', link);
  await addToFile(link, token);
  expect(readTokenFile(link).at(-1)).toEqual(token);
  await expect(addToFile(link, token)).rejects.toMatchObject({ code: 'invalid_config' });
  await removeFromFile(link, 'laptop');
  expect(readFileSync(file, 'utf8')).toBe(`${own}\n`);
  expect(readlinkSync(link)).toBe('file');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(['#x', '', 'a b', 'x\ny', 'laptop yyyyyyyyyyyyyyyyyyyyyyyy\nroot'])(
  '%j is no name, and goes nowhere',
  async (name) => {
    const path = join(temporaryDirectory(), 'tokens');
    await ensureTokenFile(path);
    const before = readFileSync(path, 'utf8');
    await expect(addToFile(path, { ...token, name })).rejects.toMatchObject({ code: 'invalid_config' });
    expect(readFileSync(path, 'utf8')).toBe(before);
  },
);

test.each(['', '#', '# Who', 'nobody'])('of the name %j there is nothing to remove', async (name) => {
  const path = join(temporaryDirectory(), 'tokens');
  await ensureTokenFile(path);
  const text = `${readFileSync(path, 'utf8')}\n# mine\n\n#\n`;
  writeFileSync(path, text);
  await expect(removeFromFile(path, name)).rejects.toMatchObject({ code: 'invalid_config' });
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('a file that others may have read stays one, whatever is to be changed', async () => {
  const path = join(temporaryDirectory(), 'tokens');
  await ensureTokenFile(path);
  await addToFile(path, token);
  const before = readFileSync(path, 'utf8');
  chmodSync(path, 0o644);
  for (const change of [removeFromFile(path, 'laptop'), addToFile(path, { ...token, name: 'other' })]) {
    await expect(change).rejects.toMatchObject({
      code: 'invalid_config',
      hint: expect.stringContaining('make new tokens'),
    });
  }
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(statSync(path).mode & 0o777).toBe(0o644);
});

test('its state is another when its content is, or who may read it, and can be asked for whatever it is', async () => {
  const path = join(temporaryDirectory(), 'tokens');
  const states = [tokenFileState(path)];
  const then = async (work: () => unknown) => {
    await work();
    states.push(tokenFileState(path));
  };
  await then(() => ensureTokenFile(path));
  await then(() => addToFile(path, token));
  await then(() => chmodSync(path, 0o644));
  await then(() => rmSync(path));
  await then(() => symlinkSync('tokens', path));
  expect(new Set(states.slice(0, 4)).size).toBe(4);
  expect(states[4]).toBe(states[0]);
  expect(states[5]).not.toBe(states[3]);
});

test('of changes at the same time none is lost, and nothing is left beside the file', async () => {
  const directory = temporaryDirectory();
  const path = join(directory, 'tokens');
  const names = Array.from({ length: 20 }, (_, at) => `n${at}`);
  await Promise.all([
    ensureTokenFile(path),
    ...names.map(async (name) => {
      await ensureTokenFile(path);
      await addToFile(path, { ...token, name });
    }),
  ]);
  await Promise.all([
    ...names.slice(0, 10).map((name) => removeFromFile(path, name)),
    ...names.slice(0, 10).map((name) => addToFile(path, { ...token, name: `${name}b` })),
  ]);
  const left = ['owner', ...names.slice(10), ...names.slice(0, 10).map((name) => `${name}b`)];
  expect(
    readTokenFile(path)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(left.sort());
  await expect(removeFromFile(path, 'n0')).rejects.toMatchObject({ code: 'invalid_config' });
  expect(readdirSync(directory)).toEqual(['tokens']);
});

test('what a killed command has left is named, and nothing is changed', async () => {
  const path = join(temporaryDirectory(), 'tokens');
  await ensureTokenFile(path);
  const before = readFileSync(path, 'utf8');
  writeFileSync(`${path}.lock`, 'half a li');
  await expect(addToFile(path, token)).rejects.toMatchObject({
    code: 'invalid_config',
    hint: expect.stringContaining(`remove ${path}.lock`),
  });
  expect(readFileSync(path, 'utf8')).toBe(before);
  rmSync(`${path}.lock`);
  await addToFile(path, token);
  expect(readTokenFile(path)).toHaveLength(2);
});
