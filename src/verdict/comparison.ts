import { effect, effectOfPercent, percentOfEffect } from './improvement.js';
import { median } from './median.js';
import type { Direction } from './verdict.js';

/** Values of incumbent and candidate, taken back to back in a random order. */
export interface Pair {
  readonly incumbent: number;
  readonly candidate: number;
}

/** Pairs as the statistics see them. */
export interface Comparison {
  /** One a pair, positive where the candidate is better: log ratios of positive metrics, differences of others. */
  readonly effects: readonly number[];
  /** An effect as improvement in percent; undefined where there is no percentage of the incumbent. */
  readonly percentOf: (effect: number) => number | undefined;
  /** The effect that an improvement in percent is; infinite where none is as large. */
  readonly effectOf: (percent: number) => number;
}

/**
 * The effects of pairs, on one scale for all of them: logarithms where every value is positive, so that equal ratios
 * count the same; else differences in units of the incumbent's median size.
 */
export function compare(pairs: readonly Pair[], direction: Direction): Comparison {
  return pairs.every(({ incumbent, candidate }) => incumbent > 0 && candidate > 0)
    ? compareRatios(pairs, direction)
    : compareDifferences(pairs, direction);
}

function compareRatios(pairs: readonly Pair[], direction: Direction): Comparison {
  return {
    effects: pairs.map(({ incumbent, candidate }) => effect(incumbent, candidate, direction)),
    percentOf: (each) => finite(percentOfEffect(each, direction)),
    effectOf: (percent) => effectOfPercent(percent, direction),
  };
}

function compareDifferences(pairs: readonly Pair[], direction: Direction): Comparison {
  const sign = direction === 'lower' ? 1 : -1;
  const size = median(pairs.map(({ incumbent }) => Math.abs(incumbent)));
  // Scaled first: a difference of two very large numbers is none.
  const scale =
    Math.max(...pairs.flatMap((pair) => [Math.abs(pair.incumbent), Math.abs(pair.candidate)])) || 1;
  return {
    effects: pairs.map(({ incumbent, candidate }) => sign * (incumbent / scale - candidate / scale)),
    percentOf: (each) => finite((100 * each) / (size / scale)),
    effectOf: (percent) => (percent / 100) * (size / scale),
  };
}

function finite(percent: number): number | undefined {
  return Number.isFinite(percent) ? percent : undefined;
}
