import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Family, FamilyMember } from './family-member.js';

const run = promisify(execFile);
const columns = 'pid=,pgid=,stat=,lstart=,command=';

/**
 * The living members of a command's family, from `ps`, for systems without `/proc`. `-E` adds the environment to the
 * command, which macOS shows for everything but its own protected programs. When `ps` fails the family is empty: what
 * cannot be verified is not signalled.
 */
export async function findWithPs(family: Family): Promise<FamilyMember[]> {
  try {
    const { stdout } = await run('ps', ['-A', '-E', '-ww', '-o', columns], {
      env: { ...process.env, LC_ALL: 'C' },
      maxBuffer: 256 * 1024 * 1024,
    });
    return parsePs(stdout, family);
  } catch {
    return [];
  }
}

// "pid group state Mon Nov 23 03:48:00 2026 command and environment"
const line = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/;

/** Reads what `ps` printed in the columns pid, pgid, stat, lstart and command with environment. */
export function parsePs(output: string, family: Family): FamilyMember[] {
  return output.split('\n').flatMap((text) => {
    const [, pid, group, state, startedAt, command] = line.exec(text) ?? [];
    if (startedAt === undefined || command === undefined || state?.startsWith('Z')) return [];
    const inGroup = Number(group) === family.group;
    const marked = command.includes(family.mark);
    if (!inGroup && !marked) return [];
    return [{ pid: Number(pid), startedAt, name: programName(command), inGroup, marked }];
  });
}

function programName(command: string): string {
  const program = command.split(' ', 1)[0] ?? '';
  return program.slice(program.lastIndexOf('/') + 1);
}
