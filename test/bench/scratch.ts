import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect } from 'vitest';
import type { CommandSpec } from '../../src/bench/command.js';
import { listOnLinux } from '../../src/bench/linux-processes.js';
import type { LivingProcess } from '../../src/bench/living-process.js';
import { listWithPs } from '../../src/bench/ps-processes.js';

const programs = [
  ['.sh', '/bin/sh'],
  ['.py', 'python3'],
] as const;
const testVariable = 'BENCH_TEST_RUN';

/** A directory for each test, and the promise that no test leaves a process behind. */
export function useScratch(): { readonly directory: string } {
  const scratch = { directory: '' };
  beforeEach(() => {
    scratch.directory = mkdtempSync(join(tmpdir(), 'bench-'));
    process.env[testVariable] = randomUUID();
  });
  afterEach(async () => {
    expect(await processesOfThisTest()).toEqual([]);
    delete process.env[testVariable];
    rmSync(scratch.directory, { recursive: true });
  });
  return scratch;
}

/** A command in a directory, with limits that no test reaches unless it says so. */
export function commandIn(
  directory: string,
  command: string,
  changes: Partial<CommandSpec> = {},
): CommandSpec {
  return {
    command,
    cwd: directory,
    env: {},
    timeoutSeconds: 60,
    killGraceSeconds: 10,
    logPath: join(directory, 'logs', 'run.log'),
    signal: new AbortController().signal,
    ...changes,
  };
}

/** A shell line that runs a fixture. */
export function fixture(name: string, ...args: string[]): string {
  const path = fileURLToPath(new URL(`../fixtures/bench/${name}`, import.meta.url));
  const program = programs.find(([ending]) => name.endsWith(ending))?.[1] ?? process.execPath;
  return [program, path, ...args].map((word) => `'${word}'`).join(' ');
}

/** Every living process that inherited the variable of the present test. */
export async function processesOfThisTest(): Promise<readonly LivingProcess[]> {
  const mark = `${testVariable}=${process.env[testVariable]}`;
  const processes = process.platform === 'linux' ? listOnLinux(mark, 0) : await listWithPs(mark);
  return processes.filter((each) => each.marked);
}
