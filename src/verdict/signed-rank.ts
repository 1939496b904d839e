import { doubledMidranks } from './midranks.js';

/**
 * Exact one-sided p-value of Wilcoxon's signed-rank test: how probable a sum of positive ranks this large or larger is
 * when each effect is as likely positive as negative. Zeros are dropped, ties share their midrank, and the null
 * distribution is that of the midranks at hand.
 *
 * F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); for ties: M. Hollander,
 * D. A. Wolfe, E. Chicken, "Nonparametric Statistical Methods", 3rd ed. (2014), section 3.1.
 *
 * @param effects at most 50, so that counts of sign patterns stay exact in a double.
 * @returns 0 < p ≤ 1; 1 where there is nothing but zeros.
 */
export function signedRankP(effects: readonly number[]): number {
  const nonZero = effects.filter((effect) => effect !== 0);
  const ranks = doubledMidranks(nonZero.map(Math.abs));
  const observed = sum(ranks.filter((_, at) => (nonZero[at] ?? 0) > 0));
  const patterns = patternsBySum(ranks);
  return sum(patterns.slice(observed)) / 2 ** ranks.length;
}

/** How many of the 2^n sign patterns give each sum of positive ranks, from 0 to the sum of all. */
export function patternsBySum(ranks: readonly number[]): number[] {
  const total = sum(ranks);
  const counts = new Array<number>(total + 1).fill(0);
  counts[0] = 1;
  for (const rank of ranks) {
    for (let at = total; at >= rank; at--) counts[at] = (counts[at] ?? 0) + (counts[at - rank] ?? 0);
  }
  return counts;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
