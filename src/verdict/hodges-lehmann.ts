import { median } from './median.js';
import { patternsBySum } from './signed-rank.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Estimate of the effect: the median of the Walsh averages, the means of all pairs of effects, each with itself too.
 *
 * J. L. Hodges, E. L. Lehmann, "Estimates of location based on rank tests", Ann. Math. Statist. 34 (1963).
 */
export function hodgesLehmann(effects: readonly number[]): number {
  return median(walshAverages(effects));
}

/**
 * Two-sided confidence interval of the effect: all shifts that the signed-rank test does not reject, which lie between
 * two of the sorted Walsh averages. With ties and zeros it covers at least as often as it says.
 *
 * J. W. Tukey, "The simplest signed-rank tests" (1949); Hollander, Wolfe, Chicken (2014), section 3.3.
 *
 * @param confidence between 0 and 1.
 * @returns undefined where so few effects cannot give that confidence: under six of them for 95 %.
 */
export function confidenceInterval(effects: readonly number[], confidence = 0.95): Interval | undefined {
  const cut = tailLength(effects.length, (1 - confidence) / 2);
  const averages = walshAverages(effects);
  const low = averages[cut - 1];
  const high = averages[averages.length - cut];
  return cut === 0 || low === undefined || high === undefined ? undefined : { low, high };
}

/** The largest k for which P(sum of positive ranks < k) is at most `tail`, for n ranks without ties. */
function tailLength(n: number, tail: number): number {
  const ranks = Array.from({ length: n }, (_, at) => at + 1);
  let length = 0;
  let below = 0;
  for (const patterns of patternsBySum(ranks)) {
    below += patterns;
    if (below / 2 ** n > tail) break;
    length++;
  }
  return length;
}

/** The means of all pairs of effects, ascending. */
function walshAverages(effects: readonly number[]): number[] {
  return effects.flatMap((a, at) => effects.slice(at).map((b) => a / 2 + b / 2)).sort((a, b) => a - b);
}
