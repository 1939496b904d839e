import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import type { Family, FamilyMember } from './family-member.js';

interface Stat {
  readonly name: string;
  readonly state: string;
  readonly group: number;
  /** Clock ticks since the system started. */
  readonly startedAt: number;
}

/**
 * The living members of a command's family, from `/proc`.
 *
 * @param since the start of the command's own process in clock ticks. Nothing older can be a member, so that only
 * the environments of a few processes have to be read; this runs after every sample.
 */
export function findOnLinux(family: Family, since: number): FamilyMember[] {
  const members: FamilyMember[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    const stat = Number.isInteger(pid) ? readStat(pid) : undefined;
    if (stat === undefined || stat.startedAt < since || isDead(stat)) continue;
    const inGroup = stat.group === family.group;
    const marked = hasInEnvironment(pid, family.mark);
    if (inGroup || marked)
      members.push({ pid, startedAt: `${stat.startedAt}`, name: stat.name, inGroup, marked });
  }
  return members;
}

/** When a process started, in clock ticks since the system started; 0 when that cannot be read. */
export function startOnLinux(pid: number): number {
  return readStat(pid)?.startedAt ?? 0;
}

// A zombie that nobody collects, as in a container without an init process, would be waited for in vain.
function isDead(stat: Stat): boolean {
  return stat.state === 'Z' || stat.state === 'X';
}

function readStat(pid: number): Stat | undefined {
  const text = readStart(`/proc/${pid}/stat`);
  // "pid (name) state parent group …": the name may hold blanks and brackets itself.
  const nameEnd = text.lastIndexOf(')');
  if (nameEnd === -1) return undefined;
  const name = text.slice(text.indexOf('(') + 1, nameEnd);
  const fields = text.slice(nameEnd + 2).split(' ');
  return { name, state: fields[0] ?? '', group: Number(fields[2]), startedAt: Number(fields[19]) };
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
