import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/bench/command.js';
import { createMetricReader } from '../../src/bench/metric-reader.js';
import { commandIn, fixture, useScratch } from './scratch.js';

const scratch = useScratch();
const megabyte = 2 ** 20;
const floodLines = 'METRIC first=1\nthe last line\nthe last line\n'.length;

it('stays small under a flood, and keeps the beginning and the end of it', async () => {
  const reader = createMetricReader();
  const before = process.memoryUsage.rss();
  let peak = before;
  const onStdout = (chunk: Buffer): void => {
    reader.push(chunk);
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const spec = commandIn(scratch.directory, fixture('flood.js', '300'), { onStdout });
  const result = await runCommand(spec);

  expect(result).toMatchObject({ end: 'exited', exitCode: 0 });
  expect(reader.end()).toEqual({ values: new Map([['first', 1]]) });
  expect(peak - before).toBeLessThan(200 * megabyte);
  expect(result.outputTail).toMatch(/the last line$/);

  const log = readFileSync(spec.logPath, 'utf8');
  expect(log.length).toBeGreaterThan(8 * megabyte);
  expect(log.length).toBeLessThan(8 * megabyte + 100);
  expect(log.slice(0, 100)).toContain('METRIC first=1\n');
  expect(log.endsWith('the last line\n')).toBe(true);
  const [, leftOut] = /\n\[… (\d+) bytes left out …\]\n/.exec(log) ?? [];
  expect(Number(leftOut)).toBe(300 * megabyte + floodLines - 8 * megabyte);
});

it('has written the whole log when it returns', async () => {
  const spec = commandIn(scratch.directory, fixture('flood.js', '6'));
  await runCommand(spec);
  expect(statSync(spec.logPath).size).toBe(6 * megabyte + floodLines);
});

it('measures a command whose log cannot be written, and says so', async () => {
  const logPath = join(scratch.directory, 'file', 'run.log');
  writeFileSync(dirname(logPath), 'in the way');
  const result = await runCommand(commandIn(scratch.directory, 'echo fine', { logPath }));
  expect(result).toMatchObject({ end: 'exited', exitCode: 0, outputTail: 'fine' });
  expect(result.logProblem).toMatch(/^The log .*run\.log could not be written: EEXIST/);
});

it.runIf(existsSync('/dev/full'))('measures a command whose log has no room, and says so', async () => {
  const result = await runCommand(
    commandIn(scratch.directory, fixture('flood.js', '20'), { logPath: '/dev/full' }),
  );
  expect(result).toMatchObject({ end: 'exited', exitCode: 0 });
  expect(result.outputTail).toMatch(/the last line$/);
  expect(result.logProblem).toContain('ENOSPC');
});

it('gives standard output alone to whoever listens', async () => {
  const chunks: Buffer[] = [];
  const onStdout = (chunk: Buffer): number => chunks.push(chunk);
  await runCommand(commandIn(scratch.directory, 'echo out; echo err >&2', { onStdout }));
  expect(Buffer.concat(chunks).toString()).toBe('out\n');
});
