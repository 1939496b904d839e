import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import type { LivingProcess } from './living-process.js';

interface Stat {
  readonly name: string;
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Clock ticks since the system started. */
  readonly startedAt: number;
}

/**
 * The living processes, from `/proc`.
 *
 * @param mark what marks a process, as it stands in its environment: `NAME=value`
 * @param since the start of the command's own process in clock ticks. What is older cannot be marked, so that only the
 *   environments of a few processes have to be read; this runs after every sample.
 */
export function listOnLinux(mark: string, since: number): LivingProcess[] {
  const found: LivingProcess[] = [];
  for (const entry of entriesOf('/proc')) {
    const pid = Number(entry);
    const living = Number.isInteger(pid) ? readOnLinux(pid, mark, since) : undefined;
    if (living !== undefined) found.push(living);
  }
  return found;
}

/** One process, or thread, as {@link listOnLinux} lists it; nothing where there is none that lives. */
export function readOnLinux(pid: number, mark: string, since: number): LivingProcess | undefined {
  const stat = readStat(pid);
  if (stat === undefined || isDead(stat)) return undefined;
  const { state: _, startedAt, ...rest } = stat;
  const marked = startedAt >= since && hasInEnvironment(pid, mark);
  return { pid, ...rest, startedAt: `${startedAt}`, marked };
}

/** Whether a number is a process's, dead or alive, and not one of its other threads'. */
export function isProcessOnLinux(pid: number): boolean {
  return readStart(`/proc/${pid}/status`).includes(`\nTgid:\t${pid}\n`);
}

/** When a process started, in clock ticks since the system started; 0 when that cannot be read. */
export function startOnLinux(pid: number): number {
  return readStat(pid)?.startedAt ?? 0;
}

/** The number of the process or thread that was started last. Numbers go up, and begin anew at some time. */
export function lastStartOnLinux(): number {
  const text = readStart('/proc/loadavg').trimEnd();
  return Number(text.slice(text.lastIndexOf(' ') + 1));
}

// Without free descriptors nobody is found: what cannot be verified is not signalled.
function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

// A zombie that nobody collects, as in a container without an init process, would be waited for in vain.
function isDead(stat: Stat): boolean {
  return stat.state === 'Z' || stat.state === 'X';
}

function readStat(pid: number): Stat | undefined {
  const text = readStart(`/proc/${pid}/stat`);
  // "pid (name) state parent group session …": the name may hold blanks and brackets itself.
  const nameEnd = text.lastIndexOf(')');
  if (nameEnd === -1) return undefined;
  const name = text.slice(text.indexOf('(') + 1, nameEnd);
  const fields = text.slice(nameEnd + 2).split(' ');
  const [state = '', ...numbers] = fields;
  const [parent = 0, group = 0, session = 0] = numbers.slice(0, 3).map(Number);
  return { name, state, parent, group, session, startedAt: Number(fields[19]) };
}

const buffer = Buffer.alloc(4096);

// A third of the time of readFileSync, for a file that is short and is read for every process of the machine.
function readStart(path: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    return buffer.toString('utf8', 0, readSync(descriptor, buffer));
  } catch {
    return ''; // gone meanwhile
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function hasInEnvironment(pid: number, variable: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(variable);
  } catch {
    return false; // gone meanwhile, or another user's
  }
}
