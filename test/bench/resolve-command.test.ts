import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resolveCommand } from '../../src/bench/resolve-command.js';
import { temporaryDirectory } from '../support/temporary.js';

const print = 'printf %s "$0"\n';
const names = [
  'plain.sh',
  'sp ace.sh',
  "it's.sh",
  '-x',
  '$HOME',
  'a;b',
  'new\nline',
  'naïve',
  '`date`',
  '#1',
  '~',
];

test.each(names)('a script called %j is run as one word, inside the repository and outside', async (name) => {
  const [root, outside] = [temporaryDirectory(), temporaryDirectory()];
  for (const [directory, mode] of [
    [root, 0o755],
    [root, 0o644],
    [outside, 0o644],
  ] as const) {
    const path = join(directory, name);
    writeFileSync(path, `#!/bin/sh\n${print}`);
    execFileSync('chmod', [mode.toString(8), path]);
    const { kind, line } = await resolveCommand(path, root, root);
    expect(kind).toBe('script');
    const ran = execFileSync('/bin/sh', ['-c', line], { cwd: root, encoding: 'utf8' });
    expect(ran).toBe(directory === root ? `./${name}` : path);
  }
});

test('a script is named relatively to the directory of the session', async () => {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'sub'));
  writeFileSync(join(root, 'bench'), '#!/usr/bin/env -S node --no-warnings\r\n');
  expect(await resolveCommand(' ../bench ', join(root, 'sub'), root)).toEqual({
    kind: 'script',
    line: '/usr/bin/env -S node --no-warnings ./../bench',
  });
});

test.each(['make', 'sh bench.sh', './bench.sh --fast', 'FOO=1 ./bench.sh', '.', 'no/such/file'])(
  '%s is a line for the shell',
  async (command) => {
    const root = temporaryDirectory();
    writeFileSync(join(root, 'bench.sh'), '');
    expect(await resolveCommand(command, root, root)).toEqual({ kind: 'shell', line: command });
  },
);
