import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { serverPath } from '../support/connect.js';
import { processesWith } from '../support/processes.js';
import { temporaryDirectory } from '../support/temporary.js';
import { openTestRepository } from '../support/test-repository.js';

interface RunningDemo {
  readonly child: ChildProcess;
  /** The temporary directory that the demo makes its own in. */
  readonly temporary: string;
  /** The environment variable by which all its processes are known. */
  readonly mark: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Settles with the exit code once everything is read. */
  readonly ended: Promise<number | null>;
}

function startDemo(env: Readonly<Record<string, string>> = {}): RunningDemo {
  const temporary = temporaryDirectory();
  const token = randomBytes(8).toString('hex');
  const child = spawn(process.execPath, [serverPath, 'demo'], {
    cwd: temporary,
    env: { ...process.env, ...env, TMPDIR: temporary, DEMO_TEST: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return {
    child,
    temporary,
    mark: `DEMO_TEST=${token}`,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended: once(child, 'close').then(([code]) => code),
  };
}

/** The row of the table whose column "tried" begins with some words. */
function rowOf(output: string, tried: string): string {
  return output.split('\n').find((line) => line.slice(5).startsWith(tried)) ?? '';
}

const number = '\\d+\\.\\d';
const rows = [
  ['the code as it is', `^  0 .* baseline +${number} +- +- +-$`],
  ['sort a typed array', `^  1 .* better +${number} +\\+${number} % +kept +[0-9a-f]{7}$`],
  ['radix sort, 4 passes', `^  2 .* better +${number} +\\+${number} % +kept +[0-9a-f]{7}$`],
  ['make the benchmark easier', '^  - .* out_of_scope +- +- +refused +-$'],
  ['insertion sort', `^  3 .* not_better +${number} +-${number} % +discarded +-$`],
  ['radix sort by the top byte only', `^  4 .* checks_failed +${number} +\\+${number} % +discarded +-$`],
  ['shuffle until it is sorted', '^  5 .* timed_out +- +- +discarded +-$'],
  ['print a METRIC line of its own', '^  6 .* invalid_metric +- +- +discarded +-$'],
  ['radix sort, 3 passes', '^  - .* budget_spent +- +- +refused +-$'],
] as const;

test('the demo plays its session, keeps two commits and leaves nothing running', async () => {
  // Where a user's shell has these, they must lead nowhere.
  const demo = startDemo({ GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere', AUTORESEARCH_HOME: '/nowhere' });
  const code = await demo.ended;
  expect(demo.stderr()).toBe('');
  expect(code).toBe(0);
  for (const [tried, row] of rows) expect(rowOf(demo.stdout(), tried)).toMatch(new RegExp(row));
  const lengths = demo
    .stdout()
    .split('\n')
    .filter((line) => / (outcome|kept|refused|discarded) /.test(line));
  expect(Math.max(...lengths.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(demo.stdout()).not.toContain('\u001b');

  const directory = /^ {2}rm -rf (\S+)$/m.exec(demo.stdout())?.[1] ?? '';
  expect(readdirSync(demo.temporary).map((name) => `${demo.temporary}/${name}`)).toEqual([directory]);
  const repository = openTestRepository(`${directory}/repository`);
  expect(repository.git('log', '--format=%s', 'main..HEAD').split('\n')).toEqual([
    'radix sort, 4 passes',
    'sort a typed array',
  ]);
  expect(repository.git('symbolic-ref', '--short', 'HEAD')).toMatch(/^autoresearch\/demo-/);
  expect(repository.git('for-each-ref', 'refs/autoresearch/*/*').split('\n')).toHaveLength(7);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(processesWith(demo.mark)).toEqual([]);
}, 240_000);

test('a signal ends the demo, its server and its benchmark, and removes its directory', async () => {
  const demo = startDemo();
  while (!demo.stdout().includes('against itself')) await delay(50);
  expect(processesWith(demo.mark).length).toBeGreaterThanOrEqual(2);
  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe(130);
  expect(demo.stderr()).toContain('ended by SIGINT');
  expect(processesWith(demo.mark)).toEqual([]);
  expect(readdirSync(demo.temporary)).toEqual([]);
});

test('a demo that cannot do its work says why and fails', async () => {
  const demo = startDemo({ PATH: '/nowhere' });
  expect(await demo.ended).toBe(1);
  expect(demo.stderr()).toMatch(/^The demo failed: .*git/);
  expect(processesWith(demo.mark)).toEqual([]);
});
