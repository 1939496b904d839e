import { markVariable } from './environment.js';
import { membersAmong } from './family-members.js';
import { listOnLinux, startOnLinux } from './linux-processes.js';
import { identityOf, type LivingProcess } from './living-process.js';
import { listWithPs } from './ps-processes.js';

/**
 * Looks for the processes of a command that are alive now. Whom it has found it knows again at the next look, whatever
 * has become of its parents. One look at a time.
 */
export type FindFamily = () => Promise<readonly LivingProcess[]>;

const noGroup = -1;

/**
 * How to find the processes of a command. Call this, and look for the first time, while its own process is there or
 * has only just gone.
 *
 * @param leader the command's own process number, which is its group's too
 * @param mark the value of its mark
 */
export function familyOf(leader: number, mark: string): FindFamily {
  return finder(leader, mark, process.platform === 'linux' ? startOnLinux(leader) : 0);
}

/** How to find what carries a mark, and its descendants: the processes of commands whose server was killed. */
export function familyOfMark(mark: string): FindFamily {
  return finder(noGroup, mark, 0);
}

/** How to find those processes of a program that are alive now, whoever has started them; who comes later is none of them. */
export function instancesOf(program: string): FindFamily {
  let first: ReadonlySet<string> | undefined;
  return async () => {
    const named = (await listProcesses(markVariable, 0)).filter(({ name }) => name === program);
    first ??= new Set(named.map(identityOf));
    const known = first;
    return named.filter((each) => known.has(identityOf(each)));
  };
}

function finder(group: number, mark: string, since: number): FindFamily {
  let known: ReadonlySet<string> | undefined;
  return async () => {
    const members = membersAmong(await listProcesses(`${markVariable}=${mark}`, since), group, known);
    known = new Set(members.map(identityOf));
    return members;
  };
}

function listProcesses(mark: string, since: number): Promise<readonly LivingProcess[]> {
  return process.platform === 'linux' ? Promise.resolve(listOnLinux(mark, since)) : listWithPs(mark);
}
