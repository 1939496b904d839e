import type { Direction } from './verdict.js';

/**
 * Effect d of a candidate, positive when it is better. For positive metrics s·ln(incumbent/candidate), s = +1 when
 * lower is better: equal ratios are then equal effects. Otherwise the plain difference.
 */
export function effect(incumbent: number, candidate: number, direction: Direction): number {
  const sign = direction === 'lower' ? 1 : -1;
  if (incumbent > 0 && candidate > 0) return sign * logRatio(incumbent, candidate);
  return sign * (incumbent - candidate);
}

/** ln(a/b), exact to the last digits also where the two are almost equal, and where their ratio is no number. */
function logRatio(a: number, b: number): number {
  return a > b / 2 && b > a / 2 ? Math.log1p((a - b) / b) : Math.log(a) - Math.log(b);
}

/** Improvement in percent that an effect on the log scale is: 100(1 − e^−d) when lower is better, else 100(e^d − 1). */
export function percentOfEffect(d: number, direction: Direction): number {
  return direction === 'lower' ? -100 * Math.expm1(-d) : 100 * Math.expm1(d);
}

/** The inverse of {@link percentOfEffect}: infinite for what no positive metric can improve by. */
export function effectOfPercent(percent: number, direction: Direction): number {
  const part = direction === 'lower' ? -percent / 100 : percent / 100;
  if (part <= -1) return direction === 'lower' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return direction === 'lower' ? -Math.log1p(part) : Math.log1p(part);
}

/**
 * Improvement in percent of the incumbent, positive when the candidate is better. Where a value is not positive, the
 * difference in percent of the incumbent's size; undefined for an incumbent of 0, and where it is too large to be a
 * number.
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
  if (incumbent > 0 && candidate > 0) return percentOfEffect(d, direction);
  return incumbent === 0 ? Number.NaN : (100 * d) / Math.abs(incumbent);
}

/** The better one of some values. */
export function bestOf(values: readonly number[], direction: Direction): number {
  return direction === 'lower' ? Math.min(...values) : Math.max(...values);
}

/** The worse one of some values. */
export function worstOf(values: readonly number[], direction: Direction): number {
  return bestOf(values, direction === 'lower' ? 'higher' : 'lower');
}
