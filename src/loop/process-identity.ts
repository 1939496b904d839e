import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { messageOf } from '../errors.js';
import type { LockOwner } from '../store/locks.js';

/** This process, as locks and runs name their owner. */
export function thisProcess(): LockOwner {
  return { pid: process.pid, started: startOf(process.pid) ?? 'unknown' };
}

/** Whether a process is still the one it was: process ids are used again, start times are not. */
export function isAlive(owner: LockOwner): boolean {
  return startOf(owner.pid) === owner.started;
}

/**
 * When a process was started, in units that only need to be compared; undefined when there is none. One that is dead, and
 * that its parent has not asked for yet, is none any more.
 */
function startOf(pid: number): string | undefined {
  return process.platform === 'linux' ? startInProc(pid) : startInPs(pid);
}

function startInProc(pid: number): string | undefined {
  try {
    // proc(5): the command's name is in parentheses and may hold anything; the first field after it is the state, the 20th
    // the start time.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return isDead(fields[0]) ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** @param state begins with the letter of the state, in both. */
function isDead(state = ''): boolean {
  return /^[ZX]/.test(state);
}

function startInPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
      encoding: 'utf8',
    }).trim();
    const started = line.slice(line.indexOf(' ') + 1).trim();
    return isDead(line) ? undefined : started || undefined;
  } catch (error) {
    if (messageOf(error).includes('ENOENT')) throw error;
    return undefined;
  }
}
