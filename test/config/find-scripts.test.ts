import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { least, sessionDirectory } from './session-directory.js';

const metric = { metric_name: 'ms', direction: 'lower' } as const;
const script = 'echo METRIC ms=1\n';

test.each([
  [['autoresearch.sh', '.auto/measure.sh'], 'bash autoresearch.sh'],
  [['.auto/measure.sh'], 'bash .auto/measure.sh'],
])('of %j the command is %s', async (names, command) => {
  const directory = await sessionDirectory(Object.fromEntries(names.map((name) => [name, script])));
  expect((await loadConfig(directory, metric)).command).toBe(command);
});

test.each([
  [['autoresearch.checks.sh', '.auto/checks.sh', 'checks.sh'], 'bash autoresearch.checks.sh'],
  [['.auto/checks.sh', 'checks.sh'], 'bash .auto/checks.sh'],
  [['checks.sh'], 'bash checks.sh'],
])('of %j the checks are %s', async (names, command) => {
  const directory = await sessionDirectory(Object.fromEntries(names.map((name) => [name, script])));
  expect((await loadConfig(directory, least)).checks_command).toBe(command);
});

test.each([[[]], [['.auto/measure.sh']]])(
  'the command works, with executable bits on %j',
  async (executable) => {
    const directory = await sessionDirectory({ '.auto/measure.sh': `#!/bin/sh\n${script}` }, executable);
    const { command } = await loadConfig(directory, metric);

    expect(command).toBe(executable.length > 0 ? './.auto/measure.sh' : 'bash .auto/measure.sh');
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], { cwd: directory });
    expect(stdout).toBe('METRIC ms=1\n');
  },
);

test('an executable script runs by its own first line', async () => {
  const directory = await sessionDirectory({ 'checks.sh': '#!/bin/sh -e\nfalse\ntrue\n' }, ['checks.sh']);
  const { checks_command } = await loadConfig(directory, least);
  await expect(
    promisify(execFile)('/bin/sh', ['-c', checks_command ?? 'true'], { cwd: directory }),
  ).rejects.toMatchObject({ code: 1 });
});

test('commands that are given win over scripts, wherever they are given', async () => {
  const directory = await sessionDirectory({
    'autoresearch.sh': script,
    'checks.sh': script,
    'autoresearch.yaml': 'checks_command: npm test\n',
  });
  const config = await loadConfig(directory, { ...metric, command: 'make bench' });
  expect(config).toMatchObject({ command: 'make bench', checks_command: 'npm test' });
});

test('a directory of that name is no script', async () => {
  const directory = await sessionDirectory({ '.auto/measure.sh': script });
  await mkdir(join(directory, 'autoresearch.sh'));
  expect((await loadConfig(directory, metric)).command).toBe('bash .auto/measure.sh');
});
