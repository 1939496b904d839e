import { markVariable } from './environment.js';
import { groupsOf, membersAmong } from './family-members.js';
import { lookOnLinux } from './linux-look.js';
import { startOnLinux } from './linux-processes.js';
import { identityOf, type LivingProcess } from './living-process.js';
import { listWithPs } from './ps-processes.js';

/** What was seen of the processes of a command. */
export interface Look {
  readonly members: readonly LivingProcess[];
  /** The groups that only members are in. */
  readonly groups: ReadonlySet<number>;
  /**
   * Whether nobody can have been missed. Processes are read one after the other: what starts another one and exits
   * meanwhile may have been read too late, and the other one not at all.
   */
  readonly isSure: boolean;
}

/**
 * Looks for the processes of a command that are alive now. Whom it has found it knows again at the next look, whatever
 * has become of its parents. One look at a time.
 */
export type FindFamily = () => Promise<Look>;

const noLeader = -1;

/**
 * How to find the processes of a command. Call this, and look for the first time, while its own process is there or
 * has only just gone.
 *
 * @param leader the command's own process number, which is its group's and its session's too
 * @param mark the value of its mark
 */
export function familyOf(leader: number, mark: string): FindFamily {
  return finder(leader, mark, process.platform === 'linux' ? startOnLinux(leader) : undefined);
}

/** How to find what carries a mark, and what is tied to it: the processes of commands whose server was killed. */
export function familyOfMark(mark: string): FindFamily {
  return finder(noLeader, mark, undefined);
}

/** How to find those processes of a program that are alive now, whoever has started them; who comes later is none of them. */
export function instancesOf(program: string): () => Promise<LivingProcess[]> {
  let first: ReadonlySet<string> | undefined;
  return async () => {
    const { processes } = await listProcesses(markVariable, undefined);
    const named = processes.filter(({ name }) => name === program);
    first ??= new Set(named.map(identityOf));
    const known = first;
    return named.filter((each) => known.has(identityOf(each)));
  };
}

function finder(leader: number, mark: string, since: number | undefined): FindFamily {
  let known: ReadonlySet<string> | undefined;
  return async () => {
    const { processes, isSure } = await listProcesses(`${markVariable}=${mark}`, since);
    const members = membersAmong(processes, leader, known, since);
    // Where the system does not say whether a process was started, the second look that finds nobody is sure.
    const wasEmpty = known?.size === 0;
    known = new Set(members.map(identityOf));
    return { members, groups: groupsOf(members, processes), isSure: isSure ?? wasEmpty };
  };
}

interface Listed {
  readonly processes: readonly LivingProcess[];
  /** Absent where nobody knows. */
  readonly isSure?: boolean;
}

async function listProcesses(mark: string, since: number | undefined): Promise<Listed> {
  if (process.platform !== 'linux') return { processes: await listWithPs(mark) };
  return lookOnLinux(mark, since ?? 0);
}
