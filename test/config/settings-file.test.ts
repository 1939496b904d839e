import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettingsFile, settingsFileName } from '../../src/config/settings-file.js';
import { refusalOf, sessionDirectory } from './session-directory.js';

test('no file, and nothing in it, are fine', async () => {
  expect(await readSettingsFile(await sessionDirectory())).toEqual({});
  for (const nothing of ['', '\n\n', '# a comment\n', '---\n', '{}']) {
    expect(await readSettingsFile(await sessionDirectory({ [settingsFileName]: nothing }))).toEqual({});
  }
});

test('a byte order mark, comments, anchors and block texts are read', async () => {
  const source = '\ufeff# mine\ncommand: |\n  make &&\n  ./bench\neditable: &x [src/**]\nprotected: *x\n';
  expect(await readSettingsFile(await sessionDirectory({ [settingsFileName]: source }))).toEqual({
    command: 'make &&\n./bench\n',
    editable: ['src/**'],
    protected: ['src/**'],
  });
});

describe('not YAML', () => {
  test.each([
    ['a key given twice', 'goal: a\ntarget: 1\ngoal: b\n', 3, 1, '`goal` is given twice'],
    ['a nested key given twice', 'constraints:\n  - min: 1\n    min: 2\n', 3, 5, '`min` is given twice'],
    ['a tab', 'constraints:\n\t- metric: x\n', 2, 1, 'Tabs are not allowed'],
    ['an unclosed list', 'editable: [a\n', 2, 1, ']'],
    ['two documents', 'goal: a\n---\ngoal: b\n', 2, 1, 'more than one document'],
    ['an unquoted glob', 'target: 1\neditable:\n  - **/*.ts\n', 3, 5, 'alias'],
    ['an unquoted negation', 'editable:\n  - !src/**\n', 2, 5, 'tag'],
    ['a list as a key', '? [goal]\n: a\n', 1, 3, 'keys must be strings'],
    ['an unquoted backtick', 'goal: `x`\n', 1, 7, 'reserved character'],
  ])('%s', async (_title, source, line, column, says) => {
    const directory = await sessionDirectory({ [settingsFileName]: source });
    const refusal = await refusalOf(readSettingsFile(directory));

    expect(refusal.code).toBe('invalid_config');
    expect(refusal.message).toContain(
      `autoresearch.yaml is not valid YAML at line ${line}, column ${column}: `,
    );
    expect(refusal.message).toContain(says);
    expect(refusal.message).not.toContain('\n');
    expect(refusal.hint).toContain(`line ${line}`);
    expect(refusal.details).toEqual({ where: 'autoresearch.yaml', line, column });
  });

  test('aliases that blow up', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let depth = 1; depth < 9; depth += 1) {
      lines.push(
        `a${depth}: &a${depth} [${Array(10)
          .fill(`*a${depth - 1}`)
          .join(', ')}]`,
      );
    }
    const directory = await sessionDirectory({ [settingsFileName]: lines.join('\n') });
    expect((await refusalOf(readSettingsFile(directory))).message).toMatch(/alias/);
  });
});

test.each(['- goal', '5', 'goal', 'true'])('%j is not a map', async (source) => {
  const refusal = await refusalOf(readSettingsFile(await sessionDirectory({ [settingsFileName]: source })));
  expect(refusal.code).toBe('invalid_config');
  expect(refusal.message).toMatch(
    /^The whole of autoresearch\.yaml was .*; allowed: a map of names to values\.$/,
  );
  expect(refusal.details).toEqual({ where: 'autoresearch.yaml' });
});

test.each([
  ['a list that contains itself', 'editable: &x [*x]\n', 'editable.0'],
  ['a merge key', '<<: {goal: a}\n', '<<'],
  ['a key that is no text', '1: a\n', '1'],
  ['a name of every object', '__proto__: {goal: a}\n', '__proto__'],
])('%s is refused', async (_title, source, key) => {
  const refusal = await refusalOf(readSettingsFile(await sessionDirectory({ [settingsFileName]: source })));
  expect(refusal.code).toBe('invalid_config');
  expect(refusal.details.key).toBe(key);
});

test('bytes that are not UTF-8 are refused', async () => {
  const bytes = new Uint8Array([...Buffer.from('command: '), 0xff, 0x0a]);
  const refusal = await refusalOf(readSettingsFile(await sessionDirectory({ [settingsFileName]: bytes })));
  expect(refusal.code).toBe('invalid_config');
  expect(refusal.message).toMatch(/cannot be read/);
});

test('a directory of that name is refused', async () => {
  const directory = await sessionDirectory();
  await mkdir(join(directory, settingsFileName));
  const refusal = await refusalOf(readSettingsFile(directory));
  expect(refusal.code).toBe('invalid_config');
  expect(refusal.message).toMatch(/cannot be read: EISDIR/);
});
