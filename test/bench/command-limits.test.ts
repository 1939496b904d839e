import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/bench/command.js';
import { makeFamily } from '../support/family.js';
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
  const controller = new AbortController();
  const onStdout = (chunk: Buffer): void => {
    if (chunk.includes('stubborn')) controller.abort();
  };
  const changes = { signal: controller.signal, killGraceSeconds: 0.5, onStdout };
  const result = await runCommand(commandIn(scratch.directory, fixture('with-stubborn-child.js'), changes));
  expect(result).toMatchObject({ end: 'cancelled', leftovers: ['node'] });
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

it('ends everybody within one grace, whatever they did to get away', async () => {
  const family = makeFamily();
  const controller = new AbortController();
  const changes = { signal: controller.signal, killGraceSeconds: 5 };
  const running = runCommand(commandIn(scratch.directory, family.code, changes));
  await family.settled();
  expect(family.alive()).toHaveLength(5);
  const before = performance.now();
  controller.abort();
  const { end, leftovers } = await running;
  const seconds = (performance.now() - before) / 1000;
  expect(end).toBe('cancelled');
  expect(leftovers).toContain('sh');
  expect(family.alive()).toEqual([]);
  expect(seconds).toBeGreaterThan(4.9);
  expect(seconds).toBeLessThan(9.9);
});

it('ends and names what such a command leaves behind', async () => {
  const family = makeFamily();
  const spec = commandIn(scratch.directory, family.leaving, { killGraceSeconds: 0.5 });
  const result = await runCommand(spec);
  expect(result).toMatchObject({ end: 'exited', exitCode: 0 });
  expect(result.leftovers).toContain('sh');
  await family.settled(4);
  expect(family.alive()).toEqual([]);
});

it('tells nobody when there is no grace', async () => {
  const limits = { timeoutSeconds: 1, killGraceSeconds: 0 };
  const command = `trap 'echo told' TERM; sleep 300 & while true; do sleep 0.1; done`;
  const result = await runCommand(commandIn(scratch.directory, command, limits));
  expect(result).toMatchObject({ end: 'timed_out', outputTail: '', leftovers: [] });
});

it('takes a time-out of years', async () => {
  const result = await runCommand(commandIn(scratch.directory, 'sleep 0.3', { timeoutSeconds: 1e9 }));
  expect(result).toMatchObject({ end: 'exited', exitCode: 0 });
});
