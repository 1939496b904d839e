import { markVariable } from './environment.js';
import { findOnLinux } from './linux-processes.js';
import { findWithPs } from './ps-processes.js';
import { endStragglers } from './stragglers.js';

const noGroup = -1;

/**
 * End every process that carries a mark: what a command is still doing whose server was killed.
 *
 * @param graceSeconds between TERM and KILL.
 * @returns the names of the processes that had to be ended.
 */
export async function endMarked(mark: string, graceSeconds: number): Promise<string[]> {
  const family = { group: noGroup, mark: `${markVariable}=${mark}` };
  const find = process.platform === 'linux' ? async () => findOnLinux(family, 0) : () => findWithPs(family);
  return endStragglers(find, await find(), graceSeconds);
}
