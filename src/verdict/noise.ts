import { compare, type Pair } from './comparison.js';
import { median } from './median.js';
import type { Direction } from './verdict.js';

/** Pairs of the baseline against itself that calibration takes. */
export const calibrationPairs = 8;

/** With fewer pairs equal values may be a coincidence. */
const fewestForDeterministic = 3;

/** Time that a sample may take beyond the usual before the budget cuts a plan off: a tenth. */
const headroom = 1.1;

/** What calibration says about a benchmark. */
export interface NoiseEstimate {
  readonly samples: number;
  /** Pairs of the baseline against itself. */
  readonly pairs: number;
  /** All values equal, under different seeds. */
  readonly deterministic: boolean;
  /** Distance of the largest from the smallest value, in percent of the median's size. */
  readonly spreadPercent: number;
  /** Standard deviation between two samples of a pair, in percent; absent without pairs. */
  readonly pairPercent?: number;
  /** Median time of one sample. */
  readonly seconds: number;
}

export interface Calibrated {
  /** Every value of the baseline, at least one. */
  readonly values: readonly number[];
  readonly pairs: readonly Pair[];
  /** The time of each sample. */
  readonly seconds: readonly number[];
}

/** Noise of the baseline from its samples. */
export function estimateNoise({ values, pairs, seconds }: Calibrated, direction: Direction): NoiseEstimate {
  const spread = Math.max(...values) - Math.min(...values);
  const size = Math.abs(median(values));
  return {
    samples: values.length,
    pairs: pairs.length,
    deterministic: spread === 0 && pairs.length >= fewestForDeterministic,
    spreadPercent: spread === 0 ? 0 : 100 * (spread / (size || spread)),
    ...(pairs.length === 0 ? {} : { pairPercent: pairDeviation(pairs, direction) }),
    seconds: median(seconds),
  };
}

/** Both members are the same code, so that the mean is known to be zero. */
function pairDeviation(pairs: readonly Pair[], direction: Direction): number {
  const { effects, effectOf } = compare(pairs, direction);
  const squares = effects.reduce((sum, effect) => sum + effect * effect, 0);
  const deviation = Math.sqrt(squares / effects.length);
  // In units of a small improvement, where logarithms and differences mean the same.
  const onePercent = 100 * effectOf(0.01);
  return deviation === 0 ? 0 : deviation / (onePercent || deviation / 100);
}

/** Samples of this length that a budget affords. */
export function affordableSamples(budgetSeconds: number, secondsPerSample: number): number {
  return Math.floor(budgetSeconds / (secondsPerSample * headroom));
}

/** The smallest effect that counts, in percent, where the session does not say. */
export function defaultMinEffectPercent(deterministic: boolean): number {
  return deterministic ? 0 : 1;
}
