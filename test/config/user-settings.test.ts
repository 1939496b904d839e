import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readUserSettings } from '../../src/config/user-settings.js';
import { temporaryDirectory } from '../support/temporary.js';

function settingsFile(text: string): string {
  const path = join(temporaryDirectory(), 'config.yaml');
  writeFileSync(path, text);
  return path;
}

test('no file, and an empty one, are no settings', async () => {
  expect(await readUserSettings(join(temporaryDirectory(), 'none.yaml'))).toEqual({});
  expect(await readUserSettings(settingsFile(''))).toEqual({});
  expect(await readUserSettings(settingsFile('# nothing\n'))).toEqual({});
});

test('a hold-out command is read', async () => {
  const path = settingsFile('holdout_command: sh /judge.sh\n');
  expect(await readUserSettings(path)).toEqual({ holdout_command: 'sh /judge.sh' });
});

test.each([
  ['holdout_command: ""\n', 'holdout_command'],
  ['holdout_command: [a]\n', 'holdout_command'],
  ['command: "true"\n', 'holdout_command'],
  ['holdout_command: "\n', 'not valid YAML'],
])('%j is refused, with the path of the file', async (text, word) => {
  const path = settingsFile(text);
  const refused = { code: 'invalid_config', message: expect.stringContaining(path) };
  await expect(readUserSettings(path)).rejects.toMatchObject(refused);
  await expect(readUserSettings(path)).rejects.toThrow(word);
});

test('what cannot be read is refused, too', async () => {
  const path = join(temporaryDirectory(), 'config.yaml');
  mkdirSync(path);
  await expect(readUserSettings(path)).rejects.toMatchObject({ code: 'invalid_config' });
});
