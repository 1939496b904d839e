import { createHash } from 'node:crypto';
import type { Run } from '../store/run.js';

/**
 * The mark of everything that a run starts. It follows from the run, so that whoever finds the run of a killed server
 * finds its processes, too; and it tells the code under test nothing.
 */
export function markOf({ sessionId, number, seed, startedAt }: Run): string {
  const run = `${sessionId} ${number} ${seed} ${startedAt}`;
  return createHash('sha256').update(run).digest('hex').slice(0, 32);
}
