import type { Outcome } from '../../store/run.js';
import { isCrash } from '../settled-status.js';

const kept: readonly string[] = ['keep', 'kept', 'baseline'];
const discarded: readonly string[] = ['discard', 'discarded', 'checks_failed'];

/** What a status says of a run; nothing where it is none of the usual words. */
export function outcomeOf(status: string): { readonly outcome?: Outcome } {
  const word = status.toLowerCase();
  if (kept.includes(word)) return { outcome: 'kept' };
  return discarded.includes(word) || isCrash(word) ? { outcome: 'discarded' } : {};
}

/** The metric of a run. All formats write 0 for a crash, which has none. */
export function metricOf(status: string, value: number | undefined): { readonly metric?: number } {
  const hasNone = value === undefined || (value === 0 && isCrash(status));
  return hasNone ? {} : { metric: value };
}
