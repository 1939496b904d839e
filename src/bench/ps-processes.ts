import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { LivingProcess } from './living-process.js';

const run = promisify(execFile);
const columns = 'pid=,ppid=,pgid=,stat=,lstart=,command=';

/**
 * The living processes, from `ps`, for systems without `/proc`. `-E` adds the environment to the command, which macOS
 * shows for everything but its own protected programs; of sessions it shows no number. When `ps` fails there are none: what cannot be verified is not
 * signalled.
 *
 * @param mark what marks a process, as it stands in its environment: `NAME=value`
 */
export async function listWithPs(mark: string): Promise<LivingProcess[]> {
  try {
    const { stdout } = await run('ps', ['-A', '-E', '-ww', '-o', columns], {
      env: { ...process.env, LC_ALL: 'C' },
      maxBuffer: 256 * 1024 * 1024,
    });
    return parsePs(stdout, mark);
  } catch {
    return [];
  }
}

// "pid parent group state Mon Nov 23 03:48:00 2026 command and environment"
const line = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/;

/** Reads what `ps` printed in the columns pid, ppid, pgid, stat, lstart and command with environment. */
export function parsePs(output: string, mark: string): LivingProcess[] {
  return output.split('\n').flatMap((text) => {
    const [, pid, parent, group, state, startedAt, command] = line.exec(text) ?? [];
    if (startedAt === undefined || command === undefined || state?.startsWith('Z')) return [];
    const numbers = { pid: Number(pid), parent: Number(parent), group: Number(group) };
    return [{ ...numbers, startedAt, name: programName(command), marked: command.includes(mark) }];
  });
}

function programName(command: string): string {
  const program = command.split(' ', 1)[0] ?? '';
  return program.slice(program.lastIndexOf('/') + 1);
}
