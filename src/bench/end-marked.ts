import { endLeftovers } from './end-family.js';
import { familyOfMark } from './process-family.js';

/**
 * End every process that carries a mark, and its descendants: what a command is still doing whose server was killed.
 *
 * @param graceSeconds between TERM and KILL.
 * @returns the names of the processes that had to be ended.
 */
export function endMarked(mark: string, graceSeconds: number): Promise<string[]> {
  return endLeftovers(familyOfMark(mark), graceSeconds);
}
