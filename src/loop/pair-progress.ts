import type { PairStage } from '../store/samples.js';
import { budgetUse, secondsLeft } from './experiment-budget.js';
import type { Measuring } from './measuring.js';
import type { Place } from './place.js';

/** How far the pairs of a stage are. */
export interface PairProgress {
  readonly stage: PairStage;
  /** What the pairs are for, in words. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
  /** Pairs that may follow in a stage after this one. */
  readonly beyond?: number;
  /** Time of one sample, as far as it is known. */
  readonly seconds: number;
}

/** Tell of work done and time left, and nothing of the values: whoever sees them would cancel the unlucky. */
export function reportPairs(measuring: Measuring, place: Place, progress: PairProgress): void {
  const { stage, what, done, total, beyond = 0, seconds } = progress;
  const left = Math.min(
    2 * (total + beyond - done) * seconds,
    secondsLeft(measuring, place, budgetUse(stage, measuring.run)),
  );
  measuring.report({ done, total, message: `${what} in pairs, ${atMost(left)}` });
}

/** An upper limit of the time left, in words. */
export function atMost(seconds: number): string {
  const left = Math.max(seconds, 1);
  return left < 100 ? `at most ${Math.ceil(left)} s left` : `at most ${Math.ceil(left / 60)} min left`;
}
