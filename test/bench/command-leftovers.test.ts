import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/bench/command.js';
import { commandIn, fixture, processesOfThisTest, useScratch } from './scratch.js';

const scratch = useScratch();

it('ends and names a background process, and does not wait for it', async () => {
  const result = await runCommand(commandIn(scratch.directory, fixture('leave-background.sh')));
  expect(result).toMatchObject({ end: 'exited', exitCode: 0, leftovers: ['sleep'] });
  expect(result.outputTail).toBe('METRIC left=1');
  expect(result.seconds).toBeLessThan(30);
});

it('ends a process that left the group, ignores TERM and holds standard output', async () => {
  const spec = commandIn(scratch.directory, fixture('leave-daemon.js'), { killGraceSeconds: 0.5 });
  const result = await runCommand(spec);
  expect(result).toMatchObject({ end: 'exited', exitCode: 0, leftovers: ['node'] });
  expect(result.outputTail).toContain('METRIC left=1');
  expect(await processesOfThisTest()).toEqual([]);
});

it('ends a process without the mark in the group', async () => {
  const result = await runCommand(commandIn(scratch.directory, 'env -i /bin/sleep 300 & true'));
  expect(result.leftovers).toEqual(['sleep']);
});

it('ends a double fork', async () => {
  const daemon = `${JSON.stringify(process.execPath)} -e "setInterval(() => {}, 1000)"`;
  const result = await runCommand(commandIn(scratch.directory, `( ( ${daemon} & ) & ); sleep 0.3`));
  expect(result.leftovers).toEqual(['node']);
});

// Tried again, for a machine so busy that "right away" takes longer.
it('does not name a process that ends by itself right away', { retry: 3 }, async () => {
  const result = await runCommand(commandIn(scratch.directory, 'sleep 0.01 & true'));
  expect(result).toMatchObject({ end: 'exited', leftovers: [] });
});

it.runIf(process.platform === 'linux')(
  'ends a process without the mark that left the group, in the same session',
  async () => {
    // With job control the shell gives it a group of its own.
    const command = `env -i /bin/bash -c 'set -m; sleep 300 > /dev/null 2>&1 &'`;
    const result = await runCommand(commandIn(scratch.directory, command));
    expect(result.leftovers).toEqual(['sleep']);
  },
);

it.each([
  ['in one session', 'once', 1],
  ['in one session', 'once', 15],
  ['each in a session of its own', 'always', 15],
])('ends what forks and exits again and again, %s (%s, %i ms)', async (_, mode, milliseconds) => {
  const spec = commandIn(scratch.directory, fixture('relay.py', mode, String(milliseconds)), {
    killGraceSeconds: 0.5,
  });
  const result = await runCommand(spec);
  expect(result).toMatchObject({ end: 'exited', exitCode: 0 });
  expect(result.leftovers).toHaveLength(1);
  expect(result).not.toHaveProperty('survivors');
  await delay(300); // time enough to be seen, for one that has got away
  expect(await processesOfThisTest()).toEqual([]);
});

it('names each kind once', async () => {
  const result = await runCommand(commandIn(scratch.directory, 'sleep 300 & sleep 300 & sleep 300 & true'));
  expect(result.leftovers).toEqual(['sleep']);
});

it('ends what a cancelled command started outside its group', async () => {
  const controller = new AbortController();
  const onStdout = (chunk: Buffer): void => {
    if (chunk.includes('METRIC left')) controller.abort();
  };
  const changes = { signal: controller.signal, killGraceSeconds: 0.5, onStdout };
  const command = `${fixture('leave-daemon.js')}; sleep 300`;
  const result = await runCommand(commandIn(scratch.directory, command, changes));
  expect(result.end).toBe('cancelled');
  expect(result.leftovers).toContain('node');
});

it('leaves everybody else alone', async () => {
  const bystander = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  await runCommand(commandIn(scratch.directory, fixture('leave-background.sh')));
  expect(await processesOfThisTest()).toMatchObject([{ pid: bystander.pid }]);
  const exit = new Promise((resolve) => bystander.once('exit', resolve));
  bystander.kill();
  await exit;
});
