import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLogFile } from '../../src/bench/log-file.js';
import { useScratch } from './scratch.js';

const scratch = useScratch();
const megabyte = 2 ** 20;

/** What one command prints that is never quiet: a first word, megabytes, and a last word. */
function write(path: string, number: number, megabytes: number): void {
  const log = openLogFile(path);
  log.append(Buffer.from(`begin ${number}\n`));
  for (let written = 0; written < megabytes; written++) log.append(Buffer.alloc(megabyte, 'x'));
  log.append(Buffer.from(`\nend ${number}\n`));
  expect(log.close()).toBeUndefined();
}

it('stays small however many commands print however much, and has the beginning and the end of each', () => {
  const path = join(scratch.directory, 'run.log');
  for (let number = 1; number <= 30; number++) write(path, number, 9);
  expect(statSync(path).size).toBeLessThan(8 * megabyte + 30 * (64 * 1024 + 100));
  const log = readFileSync(path, 'utf8');
  for (let number = 1; number <= 30; number++) {
    expect(log).toContain(`begin ${number}\n`);
    expect(log).toContain(`\nend ${number}\n`);
  }
  const leftOut = [...log.matchAll(/\n\[… (\d+) bytes left out …\]\n/g)].map((match) => Number(match[1]));
  expect(leftOut).toHaveLength(30);
  expect(leftOut[0]).toBe(megabyte + 'begin 1\n\nend 1\n'.length);
  expect(leftOut[1]).toBe(9 * megabyte + 'begin 2\n\nend 2\n'.length - 64 * 1024);
});

it('gives a command what those before it have left of the 8 MiB', () => {
  const path = join(scratch.directory, 'run.log');
  write(path, 1, 3);
  write(path, 2, 6);
  const size = statSync(path).size;
  expect(size).toBeGreaterThanOrEqual(8 * megabyte);
  expect(size).toBeLessThan(8 * megabyte + 100);
});

it('leaves nothing out of what fits', () => {
  const path = join(scratch.directory, 'run.log');
  writeFileSync(path, Buffer.alloc(9 * megabyte, 'x'));
  const log = openLogFile(path);
  log.append(Buffer.alloc(64 * 1024, 'y'));
  log.close();
  expect(
    readFileSync(path)
      .subarray(9 * megabyte)
      .equals(Buffer.alloc(64 * 1024, 'y')),
  ).toBe(true);
});
