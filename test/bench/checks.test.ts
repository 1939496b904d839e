import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ChecksResult, runChecks } from '../../src/bench/checks.js';
import { useScratch } from './scratch.js';

const scratch = useScratch();

function check(
  command: string,
  timeoutSeconds = 60,
  signal = new AbortController().signal,
): Promise<ChecksResult> {
  const logPath = join(scratch.directory, 'checks.log');
  return runChecks({
    command,
    cwd: scratch.directory,
    env: {},
    timeoutSeconds,
    killGraceSeconds: 5,
    logPath,
    signal,
  });
}

it('passes with exit code 0', async () => {
  const result = await check('echo all good');
  expect(result).toMatchObject({ state: 'passed', outputTail: 'all good' });
  expect(result).not.toHaveProperty('reason');
});

it.each([
  ['echo 3 failed; exit 1', 'The checks command ended with exit code 1.'],
  ['kill -ABRT $$', 'The checks command was killed by SIGABRT.'],
])('fails with %s', async (command, reason) => {
  expect(await check(command)).toMatchObject({ state: 'failed', reason });
});

it('tells a time-out', async () => {
  expect(await check('sleep 300', 0.3)).toMatchObject({
    state: 'timed_out',
    reason: 'The checks command was still running after 0.3 s and was ended.',
  });
});

it('tells a cancelled one', async () => {
  expect(await check('true', 60, AbortSignal.abort())).toMatchObject({ state: 'cancelled', seconds: 0 });
});
