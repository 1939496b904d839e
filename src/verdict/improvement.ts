import type { Direction } from './verdict.js';

/**
 * Effect d of a candidate, positive when it is better. For positive metrics s·ln(incumbent/candidate), s = +1 when
 * lower is better: equal ratios are then equal effects. Otherwise the plain difference.
 */
export function effect(incumbent: number, candidate: number, direction: Direction): number {
  const sign = direction === 'lower' ? 1 : -1;
  if (incumbent > 0 && candidate > 0) return sign * Math.log(incumbent / candidate);
  return sign * (incumbent - candidate);
}

/**
 * Improvement in percent of the incumbent, positive when the candidate is better: 100(1 − e^−d) when lower is better,
 * 100(e^d − 1) when higher is. Where a value is not positive, the difference in percent of the incumbent's size;
 * undefined for an incumbent of 0, and where it is too large to be a number.
 */
export function improvementPercent(
  incumbent: number,
  candidate: number,
  direction: Direction,
): number | undefined {
  const percent = rawPercent(incumbent, candidate, direction);
  return Number.isFinite(percent) ? percent : undefined;
}

function rawPercent(incumbent: number, candidate: number, direction: Direction): number {
  const d = effect(incumbent, candidate, direction);
  if (incumbent > 0 && candidate > 0)
    return 100 * (direction === 'lower' ? 1 - Math.exp(-d) : Math.exp(d) - 1);
  return incumbent === 0 ? Number.NaN : (100 * d) / Math.abs(incumbent);
}

/** The better one of some values. */
export function bestOf(values: readonly number[], direction: Direction): number {
  return direction === 'lower' ? Math.min(...values) : Math.max(...values);
}

/** Middle value; the mean of the two middle ones for an even number. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return lower / 2 + upper / 2;
}
