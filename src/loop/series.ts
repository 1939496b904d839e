import type { Run } from '../store/run.js';
import type { Verdict } from '../verdict/verdict.js';

/**
 * What an earlier run of the same tree has measured is gone on with: to draw anew would be to choose. One whose candidate
 * failed starts anew: it would have been rid of the very pair in which it did.
 */
export function goneOnWith(before: Run | undefined): Run | undefined {
  return before?.verdict !== undefined && resumable.includes(before.verdict) ? before : undefined;
}

const resumable: readonly Verdict[] = ['cancelled', 'interrupted', 'checks_failed'];
