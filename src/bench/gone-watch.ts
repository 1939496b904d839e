import type { LivingProcess } from './living-process.js';
import type { Look } from './process-family.js';

// Of those who see nobody while processes are started on the machine, somebody's or our own.
const maxDoubtfulLooks = 10;
// What was there once may be there still, and be read too late each time.
const doubtSeconds = 0.3;

/** Says from look to look whether nobody is left. */
export interface GoneWatch {
  readonly isGone: (look: Look) => boolean;
  /** Who was seen in the last look that saw anybody. */
  readonly lastSeen: () => readonly LivingProcess[];
}

/**
 * A look that sees nobody counts when it is sure. Those that are not count after a few of them, or where anybody was seen
 * before, when they have gone on for a while.
 */
export function watchUntilGone(): GoneWatch {
  let seen: readonly LivingProcess[] = [];
  let seenAt = 0;
  let doubtful = 0;
  return {
    isGone: ({ members, isSure }) => {
      if (members.length > 0) {
        seen = members;
        seenAt = performance.now();
        return false;
      }
      doubtful++;
      if (isSure) return true;
      return seen.length > 0
        ? performance.now() - seenAt > doubtSeconds * 1000
        : doubtful >= maxDoubtfulLooks;
    },
    lastSeen: () => seen,
  };
}
