import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type Installed, installPackage } from '../support/installed.js';
import { runLong } from '../support/run-long.js';
import { checkoutRoot, manifest } from '../support/tarball.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

/** What a person has who has never seen the checkout: a home, and the programs of the machine. */
function ownEnvironment(): Record<string, string> {
  const programs = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'];
  return { HOME: temporaryDirectory(), TMPDIR: temporaryDirectory(), PATH: programs.join(':') };
}

test('the package installs from its tarball, and its program works with nothing of the checkout', async () => {
  const installed = await installPackage();
  expect(realpathSync(installed.program)).toMatch(new RegExp(`^${realpathSync(installed.prefix)}/`));
  for (const name of ['LICENSE', 'dist/THIRD-PARTY-LICENCES.txt', 'docs/security.md']) {
    expect(existsSync(join(installed.prefix, 'lib/node_modules', manifest.name, name))).toBe(true);
  }

  expect(await run(installed, '--version')).toBe(`${manifest.version}\n`);
  const demo = await run(installed, 'demo');
  expect(demo).toMatch(/radix sort, 4 passes +better .* kept /);
  expect(demo).toMatch(/print a METRIC line of its own +invalid_metric .* discarded /);
  expect(demo).not.toContain(checkoutRoot);

  await keepOneRun(installed);
});

function run({ program }: Installed, ...args: string[]): Promise<string> {
  return runLong(program, args, { cwd: temporaryDirectory(), env: ownEnvironment() });
}

/** A session through a client that starts the installed program: baseline, a better candidate, a keep, the end. */
async function keepOneRun({ program }: Installed): Promise<void> {
  const repository = makeRepository({
    'work.txt': '40\n',
    'autoresearch.sh': '#!/bin/sh\necho "METRIC cost=$(cat work.txt)"\n',
  });
  repository.git('update-index', '--chmod=+x', 'autoresearch.sh');
  repository.git('commit', '-q', '-m', 'Executable');
  repository.git('checkout', '-q', '--', '.');

  const client = new Client({ name: 'installed', version: '1.0.0' });
  const args = ['--directory', repository.root];
  await client.connect(
    new StdioClientTransport({ command: program, args, env: ownEnvironment(), stderr: 'ignore' }),
  );
  onTestFinished(() => client.close());
  const call = async (name: string, given: Record<string, unknown>) => {
    const result = await client.callTool({ name, arguments: given }, { timeout: 300_000 });
    expect(result.isError ?? false, JSON.stringify(result.content)).toBe(false);
    return result.structuredContent;
  };
  const settings = { name: 'cost', metric_name: 'cost', direction: 'lower', editable: ['work.txt'] };
  const started = await call('init_experiment', { ...settings, wait_seconds: 120 });
  expect(started).toMatchObject({ state: 'finished', run: 0 });
  repository.write('work.txt', '30\n');
  const measured = await call('run_experiment', { description: 'less', wait_seconds: 120 });
  expect(measured).toMatchObject({ verdict: 'better', can_keep: true });
  const { run_id } = z.looseObject({ run_id: z.string() }).parse(measured);
  const logged = await call('log_experiment', { run_id, status: 'keep', description: 'less' });
  expect(logged).toMatchObject({ outcome: 'kept' });
  expect(repository.git('show', 'HEAD:work.txt')).toBe('30');
}
