import { compare, type Pair } from './comparison.js';
import { confidenceInterval, hodgesLehmann } from './hodges-lehmann.js';
import { shownMedian } from './median.js';
import { signedRankP } from './signed-rank.js';
import type { Direction } from './verdict.js';

/** What pairs say of an effect. Percentages are positive when the candidate is better. */
export interface Estimate {
  readonly pairs: number;
  /** Medians of the two sides. */
  readonly incumbent: number;
  readonly candidate: number;
  /** Absent where there is no percentage of the incumbent. */
  readonly improvementPercent?: number;
  /** 95 % interval, two-sided; absent with fewer than six pairs. */
  readonly ciLowPercent?: number;
  readonly ciHighPercent?: number;
  /** Of no improvement, one-sided. */
  readonly pValue: number;
}

/** Estimate, interval and p-value from pairs; undefined for none. */
export function estimate(pairs: readonly Pair[], direction: Direction): Estimate | undefined {
  if (pairs.length === 0) return undefined;
  const { effects, percentOf } = compare(pairs, direction);
  const interval = confidenceInterval(effects);
  const [improvement, low, high] = [hodgesLehmann(effects), interval?.low, interval?.high].map((each) =>
    each === undefined ? undefined : percentOf(each),
  );
  return {
    pairs: pairs.length,
    incumbent: shownMedian(pairs.map((pair) => pair.incumbent)),
    candidate: shownMedian(pairs.map((pair) => pair.candidate)),
    ...(improvement === undefined ? {} : { improvementPercent: improvement }),
    ...(low === undefined || high === undefined ? {} : { ciLowPercent: low, ciHighPercent: high }),
    pValue: signedRankP(effects),
  };
}
