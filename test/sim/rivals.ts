import { improvementPercent } from '../../src/verdict/improvement.js';
import { median } from '../../src/verdict/median.js';
import type { Bench } from './bench.js';
import type { Contest, Judge, Outcome, Rule } from './rule.js';

/** One sample, kept if it is the best so far. */
const bestSample: Rule = {
  name: 'best sample',
  open: (bench, baseline) => new StoredBest((value) => bench.sample(value), baseline),
};

/** The median of five samples, kept if it is the best median so far. */
const medianOfFive: Rule = {
  name: 'median of 5',
  open: (bench, baseline) => new StoredBest((value) => median(samplesOf(bench, value, 5)), baseline),
};

/**
 * The confidence score that pi-autoresearch (github.com/davebcn87/pi-autoresearch) shows: from three values on, the
 * distance of the best kept value from the baseline's, divided by the median absolute deviation of all values of the
 * session. From 2.0 it is called likely real. There the agent decides; here it keeps what is the best value so far and
 * has, kept, that score.
 */
const madScore: Rule = {
  name: 'MAD score',
  open: (bench, baseline) => {
    const values = [bench.sample(baseline)];
    const first = median(values);
    const isLikelyReal = (value: number) => {
      values.push(value);
      return values.length >= 3 && Math.abs(first - value) / absoluteDeviation(values) >= 2;
    };
    return new StoredBest((value) => bench.sample(value), baseline, { first, isLikelyReal });
  },
};

/** The rules that this project is compared with. */
export const rivals: readonly Rule[] = [bestSample, medianOfFive, madScore];

interface Score {
  /** The baseline's value, where it is measured already. */
  readonly first: number;
  readonly isLikelyReal: (value: number) => boolean;
}

/** Compares the candidate's value with the best that was ever seen, and claims what that is over the first. */
class StoredBest implements Judge {
  private readonly first: number;
  private best: number;

  constructor(
    private readonly measure: (trueValue: number) => number,
    baseline: number,
    private readonly score?: Score,
  ) {
    this.first = score?.first ?? measure(baseline);
    this.best = this.first;
  }

  readonly judge = ({ candidate }: Contest): Outcome => {
    const value = this.measure(candidate);
    const isReal = this.score?.isLikelyReal(value) ?? true;
    if (value >= this.best || !isReal) return { screened: false, kept: false, pairs: 0 };
    const stepPercent = percentBetween(this.best, value);
    this.best = value;
    return { screened: true, kept: true, pairs: 0, stepPercent };
  };

  readonly claim = (): number => percentBetween(this.first, this.best);
}

function samplesOf(bench: Bench, trueValue: number, count: number): number[] {
  return Array.from({ length: count }, () => bench.sample(trueValue));
}

function absoluteDeviation(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}

function percentBetween(before: number, after: number): number {
  return improvementPercent(before, after, 'lower') ?? Number.NaN;
}
