import { median } from './improvement.js';

/** Samples of the baseline that calibration takes. */
export const calibrationSamples = 5;

/** What calibration says about a benchmark. */
export interface NoiseEstimate {
  readonly samples: number;
  /** All values equal, under different seeds. */
  readonly deterministic: boolean;
  /** Distance of the largest from the smallest value, in percent of the median's size. */
  readonly spreadPercent: number;
  /** Median time of one sample. */
  readonly seconds: number;
}

/**
 * Noise of the baseline from its samples.
 *
 * @param values the metric, at least one; fewer than {@link calibrationSamples} never count as deterministic.
 * @param seconds the time of each sample.
 */
export function estimateNoise(values: readonly number[], seconds: readonly number[]): NoiseEstimate {
  const spread = Math.max(...values) - Math.min(...values);
  const size = Math.abs(median(values));
  return {
    samples: values.length,
    deterministic: spread === 0 && values.length >= calibrationSamples,
    spreadPercent: spread === 0 ? 0 : (100 * spread) / (size || spread),
    seconds: median(seconds),
  };
}

/** The smallest effect that counts, in percent, where the session does not say. */
export function defaultMinEffectPercent(deterministic: boolean): number {
  return deterministic ? 0 : 1;
}
