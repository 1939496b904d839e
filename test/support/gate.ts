import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, fileAppears } from './eventually.js';
import { temporaryDirectory } from './temporary.js';

/** A place outside of the repository at which a benchmark stops until the test lets it pass. */
export interface Gate {
  /** Shell lines: tell the process number, then wait for the gate to open, or for the end of the test. */
  readonly code: string;
  readonly open: () => void;
  /** Wait until a benchmark stands at the gate. */
  readonly reached: () => Promise<void>;
  /** Wait until the process that stood at the gate is gone. */
  readonly deserted: () => Promise<void>;
  readonly isOccupied: () => boolean;
}

export function makeGate(): Gate {
  const directory = temporaryDirectory();
  const [pid, opened] = [join(directory, 'pid'), join(directory, 'opened')];
  const isOccupied = () => existsSync(pid) && isAlive(Number(readFileSync(pid, 'utf8')));
  return {
    code: `echo $$ > ${pid}.new; mv ${pid}.new ${pid}; until [ -e ${opened} ] || [ ! -d ${directory} ]; do sleep 0.05; done\n`,
    open: () => writeFileSync(opened, ''),
    reached: () => fileAppears(pid),
    deserted: () => eventually('the benchmark to be gone', () => !isOccupied()),
    isOccupied,
  };
}

/** Whether a process is running. One that is dead and only waits for its parent to notice is not. */
export function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
