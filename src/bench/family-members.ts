import { identityOf, type LivingProcess } from './living-process.js';

/**
 * Which processes are a command's: whoever carries its mark, whoever is in its group, whoever was found to be one
 * before, and all their descendants.
 *
 * @param known who was a member at the look before. Without one of them, or one that is marked, the group's number may
 *   have been given to somebody else's. Absent at the first look, when the group is certainly the command's.
 */
export function membersAmong(
  processes: readonly LivingProcess[],
  group: number,
  known: ReadonlySet<string> | undefined,
): LivingProcess[] {
  const isSure = (each: LivingProcess) => each.marked || known?.has(identityOf(each)) === true;
  const groupIsOurs = known === undefined || processes.some((each) => each.group === group && isSure(each));
  const found = processes.filter((each) => isSure(each) || (groupIsOurs && each.group === group));
  return withDescendants(found, processes);
}

/** What cleared its environment and left the group is still the child of somebody who lives. */
function withDescendants(
  ancestors: readonly LivingProcess[],
  processes: readonly LivingProcess[],
): LivingProcess[] {
  const family = new Map(ancestors.map((each) => [each.pid, each]));
  // A map also gives what is added to it while one walks through it.
  for (const pid of family.keys()) {
    for (const each of processes) if (each.parent === pid) family.set(each.pid, each);
  }
  return [...family.values()];
}
