import { markVariable } from './environment.js';
import type { FamilyMember } from './family-member.js';
import { findOnLinux, startOnLinux } from './linux-processes.js';
import { findWithPs } from './ps-processes.js';

/** Looks for the processes of a command that are alive now. */
export type FindFamily = () => Promise<readonly FamilyMember[]>;

/**
 * How to find the processes of a command. Call this while its own process is there.
 *
 * @param leader the command's own process number, which is its group's too
 * @param mark the value of its mark
 */
export function familyOf(leader: number, mark: string): FindFamily {
  const family = { group: leader, mark: `${markVariable}=${mark}` };
  if (process.platform !== 'linux') return () => findWithPs(family);
  const since = startOnLinux(leader);
  return () => Promise.resolve(findOnLinux(family, since));
}
