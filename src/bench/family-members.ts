import { identityOf, type LivingProcess } from './living-process.js';

/**
 * Which processes are a command's: whoever carries its mark, whoever is in its group or session, whoever was found to be
 * one before, and all who are tied to one of these: descendants, and whoever is in a session that is all theirs.
 *
 * @param leader the command's own process, which its group and its session are named after
 * @param known who was a member at the look before. Without one of them, or one that is marked, the group's number may
 *   have been given to somebody else's. Absent at the first look, when the group is certainly the command's.
 * @param since the start of the command, in the unit of `startedAt`. A session that somebody older is in is not all the
 *   command's, even where a member is in it: a server of the user's may have started that one with the mark. Absent
 *   where it is not known; then a session is the command's only while a member leads it.
 */
export function membersAmong(
  processes: readonly LivingProcess[],
  leader: number,
  known: ReadonlySet<string> | undefined,
  since?: number,
): LivingProcess[] {
  const isSure = (each: LivingProcess) => each.marked || known?.has(identityOf(each)) === true;
  const isInside = (each: LivingProcess) => each.group === leader || each.session === leader;
  const isOurs = known === undefined || processes.some((each) => isInside(each) && isSure(each));
  const found = processes.filter((each) => isSure(each) || (isOurs && isInside(each)));
  return withTheirs(found, processes, since);
}

function withTheirs(
  found: readonly LivingProcess[],
  processes: readonly LivingProcess[],
  since: number | undefined,
): LivingProcess[] {
  const isOlder = (each: LivingProcess) => since === undefined || Number(each.startedAt) < since;
  const foreign = new Set(processes.filter(isOlder).map((each) => each.session));
  const family = new Map(found.map((each) => [each.pid, each]));
  // A map also gives what is added to it while one walks through it.
  for (const { pid, session } of family.values()) {
    const isAllOurs = session !== undefined && !foreign.has(session);
    for (const each of processes) {
      const isTied = each.parent === pid || each.session === pid || (isAllOurs && each.session === session);
      if (isTied) family.set(each.pid, each);
    }
  }
  return [...family.values()];
}

/** The groups that nobody but members is in: these can be signalled as one, and nobody in them gets away by forking. */
export function groupsOf(
  members: readonly LivingProcess[],
  processes: readonly LivingProcess[],
): ReadonlySet<number> {
  const isMember = new Set(members.map((each) => each.pid));
  const shared = new Set(processes.filter((each) => !isMember.has(each.pid)).map((each) => each.group));
  // To the system, group 1 means everybody.
  return new Set(members.map((each) => each.group).filter((group) => group > 1 && !shared.has(group)));
}
