import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type Sample, type SampleSpec, takeSample } from '../../src/bench/sample.js';
import { fixture, useScratch } from './scratch.js';

const scratch = useScratch();

function sample(command: string, changes: Partial<SampleSpec> = {}): Promise<Sample> {
  return takeSample({
    command,
    cwd: scratch.directory,
    env: {},
    seed: 42,
    metricName: 'ms',
    timeoutSeconds: 60,
    killGraceSeconds: 5,
    logPath: join(scratch.directory, 'run.log'),
    signal: new AbortController().signal,
    ...changes,
  });
}

it('reads the primary metric and the others', async () => {
  const result = await sample('echo METRIC ms=1.5; echo noise; echo METRIC bytes=-2e3; echo METRIC µ/%=0');
  expect(result).toMatchObject({ status: 'ok', value: 1.5, exitCode: 0, slept: false, leftovers: [] });
  expect(result.metrics).toEqual([
    { name: 'bytes', value: -2000 },
    { name: 'µ/%', value: 0 },
  ]);
  expect(result).not.toHaveProperty('reason');
});

it('gives the seed to the command', async () => {
  expect(await sample('echo METRIC ms=$AUTORESEARCH_SEED', { seed: 7 })).toMatchObject({
    status: 'ok',
    value: 7,
  });
});

it('measures wall_seconds itself', async () => {
  const result = await sample('sleep 0.2; echo METRIC other=1', { metricName: 'wall_seconds' });
  expect(result).toMatchObject({ status: 'ok', metrics: [{ name: 'other', value: 1 }] });
  expect(result.value).toBe(result.seconds);
  expect(result.value).toBeGreaterThan(0.15);
});

it('does not let the command print wall_seconds', async () => {
  const result = await sample('echo METRIC wall_seconds=0.001', { metricName: 'wall_seconds' });
  expect(result).toMatchObject({ status: 'invalid_metric', metrics: [] });
  expect(result.reason).toContain('must not print METRIC wall_seconds');
});

it('does not read standard error', async () => {
  expect((await sample('echo METRIC ms=1 >&2')).status).toBe('invalid_metric');
});

it.each([
  ['echo hello', {}, 'no line "METRIC ms=value" on standard output; it printed no metric at all'],
  ['echo METRIC a=1; echo METRIC b=2', {}, 'it printed only a, b'],
  ['echo METRIC ms=NaN', {}, '"METRIC ms=NaN" is not a metric'],
  ['echo METRIC ms=1; echo METRIC other=1,000', {}, '"METRIC other=1,000" is not a metric'],
  ['echo METRIC ms=1; echo METRIC ms=2', {}, 'in "METRIC ms=1" and in "METRIC ms=2"'],
  ['echo METRIC ms=0.5', { metricMin: 1 }, 'was 0.5, below the least possible value of 1'],
  ['echo METRIC ms=5', { metricMax: 1 }, 'was 5, above the greatest possible value of 1'],
])('has no value for %s %o', async (command, bounds, reason) => {
  const result = await sample(command, bounds);
  expect(result).toMatchObject({ status: 'invalid_metric', exitCode: 0, metrics: [] });
  expect(result.reason).toContain(reason);
  expect(result).not.toHaveProperty('value');
});

it('counts the bounds themselves as inside', async () => {
  expect((await sample('echo METRIC ms=1', { metricMin: 1, metricMax: 1 })).status).toBe('ok');
});

it.each([
  ['echo METRIC ms=1; exit 3', 'The command ended with exit code 3.'],
  ['echo METRIC ms=1; kill -KILL $$', 'The command was killed by SIGKILL.'],
  ['echo METRIC ms=nonsense; exit 1', 'The command ended with exit code 1.'],
])('calls %s a crash without a number', async (command, reason) => {
  const result = await sample(command);
  expect(result).toMatchObject({ status: 'crashed', reason, metrics: [] });
  expect(result).not.toHaveProperty('value');
});

it('calls a command that cannot start a crash', async () => {
  const result = await sample('true', { cwd: join(scratch.directory, 'none') });
  expect(result.status).toBe('crashed');
  expect(result.reason).toMatch(/^The command could not be started: the directory .* does not exist\.$/);
});

it('has no number for a time-out, whatever was printed', async () => {
  const result = await sample('echo METRIC ms=1; sleep 300', { timeoutSeconds: 0.5 });
  expect(result).toMatchObject({ status: 'timed_out', metrics: [] });
  expect(result.reason).toBe('The command was still running after 0.5 s and was ended.');
  expect(result).not.toHaveProperty('value');
});

it('has no number when cancelled', async () => {
  const controller = new AbortController();
  const running = sample('echo METRIC ms=1; sleep 300', { signal: controller.signal });
  await delay(200);
  controller.abort();
  expect(await running).toMatchObject({ status: 'cancelled', metrics: [] });
});

it('finds a METRIC line before megabytes of other output', async () => {
  const result = await sample(fixture('flood.js', '40'), { metricName: 'first' });
  expect(result).toMatchObject({ status: 'ok', value: 1, metrics: [] });
});

it('keeps the number of a command that left a process behind, and names that', async () => {
  const result = await sample(fixture('leave-background.sh'), { metricName: 'left' });
  expect(result).toMatchObject({ status: 'ok', value: 1, leftovers: ['sleep'] });
});
