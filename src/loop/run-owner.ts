import type { LockOwner } from '../store/locks.js';
import type { Run } from '../store/run.js';

/** The process that measures a run, or did. */
export function ownerOf({ ownerPid, ownerStarted }: Run): LockOwner {
  return { pid: ownerPid, started: ownerStarted };
}
