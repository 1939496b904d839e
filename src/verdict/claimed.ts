import { effectOfPercent, percentOfEffect } from './improvement.js';
import type { Direction } from './verdict.js';

/**
 * What the improvements of single steps would add up to, in percent: the sum of their effects. It is more than the
 * truth, since what was kept was also lucky (the winner's curse), and so it is told beside a replay and never alone.
 *
 * @returns undefined where an improvement has no place on the scale of positive metrics.
 */
export function claimedPercent(steps: readonly number[], direction: Direction): number | undefined {
  const total = steps.reduce((sum, percent) => sum + effectOfPercent(percent, direction), 0);
  const percent = percentOfEffect(total, direction);
  return Number.isFinite(total) && Number.isFinite(percent) ? percent : undefined;
}
