import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/bench/command.js';
import { commandIn, fixture, processesOfThisTest, useScratch } from './scratch.js';

const scratch = useScratch();

it('ends a command whose time is up', async () => {
  const result = await runCommand(
    commandIn(scratch.directory, 'echo begun; sleep 300', { timeoutSeconds: 1 }),
  );
  expect(result).toMatchObject({ end: 'timed_out', outputTail: 'begun', leftovers: [] });
  expect(result).not.toHaveProperty('exitCode');
  expect(result).not.toHaveProperty('signalName');
  expect(result.seconds).toBeGreaterThan(0.9);
  expect(result.seconds).toBeLessThan(9);
});

it('calls it a time-out also when the command then ends with exit code 0', async () => {
  const command = `trap 'exit 0' TERM; while true; do sleep 0.1; done`;
  const result = await runCommand(commandIn(scratch.directory, command, { timeoutSeconds: 1 }));
  expect(result.end).toBe('timed_out');
});

it('kills a child that ignores TERM', async () => {
  const limits = { timeoutSeconds: 4, killGraceSeconds: 0.5 };
  const result = await runCommand(commandIn(scratch.directory, fixture('with-stubborn-child.js'), limits));
  expect(result).toMatchObject({ end: 'timed_out', leftovers: ['node'] });
  expect(result.outputTail).toMatch(/stubborn \d+/);
});

it('kills a command that itself ignores TERM', async () => {
  const controller = new AbortController();
  const onStdout = (chunk: Buffer): void => {
    if (chunk.includes('stubborn')) controller.abort();
  };
  const changes = { signal: controller.signal, killGraceSeconds: 1.5, onStdout };
  const result = await runCommand(commandIn(scratch.directory, `exec ${fixture('ignore-term.js')}`, changes));
  expect(result).toMatchObject({ end: 'cancelled', leftovers: [] });
  expect(result.outputTail).toContain('not yet');
  expect(result.seconds).toBeGreaterThan(1.4);
});

it('ends a command that is cancelled and forgets the signal', async () => {
  const controller = new AbortController();
  const running = runCommand(commandIn(scratch.directory, 'sleep 300', { signal: controller.signal }));
  await delay(200);
  expect(await processesOfThisTest()).not.toEqual([]);
  controller.abort();
  expect(await running).toMatchObject({ end: 'cancelled', leftovers: [] });
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

it('forgets the signal after a command that ended by itself', async () => {
  const { signal } = new AbortController();
  await runCommand(commandIn(scratch.directory, 'true', { signal }));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('takes a time-out of years', async () => {
  const result = await runCommand(commandIn(scratch.directory, 'sleep 0.3', { timeoutSeconds: 1e9 }));
  expect(result).toMatchObject({ end: 'exited', exitCode: 0 });
});
