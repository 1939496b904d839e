import { existsSync } from 'node:fs';
import { isProcessOnLinux, lastStartOnLinux, listOnLinux, readOnLinux } from './linux-processes.js';
import type { LivingProcess } from './living-process.js';

// Of numbers; so many take some hundredths of a second.
const maxFollowed = 500;

/** The processes of a moment, and whether nobody can be missing. */
export interface LinuxLook {
  readonly processes: readonly LivingProcess[];
  readonly isSure: boolean;
}

/**
 * The living processes, and those that were started while the others were read: what forks and exits in the meantime is
 * followed from number to number, until nobody is started any more.
 *
 * @param mark see {@link listOnLinux}, as for `since`.
 */
export function lookOnLinux(mark: string, since: number): LinuxLook {
  let last = lastStartOnLinux();
  const found = new Map(listOnLinux(mark, since).map((each) => [each.pid, each]));
  let isSure = true;
  for (let followed = 0; followed <= maxFollowed; ) {
    const latest = lastStartOnLinux();
    if (latest === last) return { processes: [...found.values()], isSure };
    if (latest < last) break;
    followed += latest - last;
    for (let pid = last + 1; pid <= Math.min(latest, last + maxFollowed); pid++) {
      const living = readOnLinux(pid, mark, since);
      if (living !== undefined && isProcessOnLinux(pid)) found.set(pid, living);
      else isSure &&= exists(pid);
    }
    last = latest;
  }
  return { processes: [...found.values()], isSure: false };
}

/** A number that nobody has is one that is gone, or one that is about to appear: it is given away a moment before that. */
function exists(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
