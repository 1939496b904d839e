import { bestOf, effect, improvementPercent } from './improvement.js';
import type { Direction } from './verdict.js';

export interface SingleComparison {
  /** The candidate's one sample. */
  readonly candidate: number;
  /** Every sample of the incumbent so far. Where there is none, nothing is better. */
  readonly incumbent: readonly number[];
  readonly direction: Direction;
  /** Percent, at least 0. */
  readonly minEffectPercent: number;
}

export interface Judgement {
  readonly isBetter: boolean;
  /** One sentence. */
  readonly reason: string;
}

// 10 to 9.9 is one percent, and in binary a little less.
const rounding = 1e-9;

/** Whether a value is not worse than another by more than the smallest effect. */
export function isNoWorse(
  incumbent: number,
  candidate: number,
  direction: Direction,
  minEffectPercent: number,
): boolean {
  if (effect(incumbent, candidate, direction) >= 0) return true;
  const percent = improvementPercent(incumbent, candidate, direction);
  return percent !== undefined && percent >= -minEffectPercent * (1 + rounding);
}

/**
 * The judgement where one sample is all there is: better only beyond every sample of this incumbent so far, and by the
 * smallest effect that counts. With a deterministic metric all samples of the incumbent are equal and this is exact.
 * With a noisy one it is weak: pure noise passes it now and then, and whoever reads it is told so.
 */
export function judgeSingle({
  candidate,
  incumbent,
  direction,
  minEffectPercent,
}: SingleComparison): Judgement {
  if (incumbent.length === 0) {
    return { isBetter: false, reason: 'There is no sample of the incumbent to compare it with.' };
  }
  const best = bestOf(incumbent, direction);
  if (effect(best, candidate, direction) <= 0) {
    return {
      isBetter: false,
      reason: `${candidate} is not better than the incumbent's best sample, ${best}.`,
    };
  }
  const percent = improvementPercent(best, candidate, direction);
  if (percent !== undefined && percent < minEffectPercent * (1 - rounding)) {
    return {
      isBetter: false,
      reason: `${candidate} is ${percent.toFixed(2)} % better than the incumbent's ${best}, less than min_effect_percent (${minEffectPercent}).`,
    };
  }
  return {
    isBetter: true,
    reason: `${candidate} is better than every sample of the incumbent (best: ${best}).`,
  };
}
