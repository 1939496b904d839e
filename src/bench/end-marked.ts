import { type Ended, endLeftovers } from './end-family.js';
import { familyOfMark } from './process-family.js';

/**
 * End every process that carries a mark, and what is tied to it: what a command is still doing whose server was killed.
 *
 * @param graceSeconds between TERM and KILL.
 * @returns who had to be ended.
 */
export function endMarked(mark: string, graceSeconds: number): Promise<Ended> {
  return endLeftovers(familyOfMark(mark), graceSeconds);
}
