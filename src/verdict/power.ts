import { effectOfPercent, percentOfEffect } from './improvement.js';
import { longest, type PairedPlan } from './plan.js';
import type { Direction } from './verdict.js';

// Effects, in standard deviations of a pair's difference, that each plan finds with a probability of .8 when the noise
// is normal: found by simulation, and checked by one (test/verdict/power.long.test.ts). By pairs, from 5.
const oneLookAndConfirmed = [
  2.01, 1.87, 1.56, 1.35, 1.23, 1.16, 1.11, 1.04, 0.97, 0.94, 0.9, 0.87, 0.83, 0.8, 0.79, 0.76, 0.74, 0.72,
  0.71,
];
const oneLook = [
  1.72, 1.24, 1.16, 1.06, 0.95, 0.91, 0.86, 0.8, 0.76, 0.74, 0.71, 0.68, 0.66, 0.64, 0.62, 0.6, 0.59, 0.57,
  0.56,
];
const threeLooksAndConfirmed = 0.76;
const threeLooks = 0.61;

/**
 * The smallest improvement, in percent, that a plan finds with 80 % power: large enough for its tests, and so far above
 * the smallest that counts that estimates do not fall below that.
 *
 * @param pairPercent standard deviation between two samples of a pair, in percent.
 */
export function detectablePercent(
  plan: PairedPlan,
  pairPercent: number,
  minEffectPercent: number,
  direction: Direction,
): number {
  // Each of two estimates has to lie above, with .89 each: 1.25 of its standard errors, which are √(π/3n). What
  // futility takes away besides asks for 1.4.
  const margin = 1.4 * Math.sqrt(Math.PI / 3 / longest(plan.screen));
  const deviation = pairPercent / 100;
  const least = effectOfPercent(minEffectPercent, direction);
  return percentOfEffect(Math.max(standardEffect(plan) * deviation, least + margin * deviation), direction);
}

function standardEffect({ screen, confirm }: PairedPlan): number {
  if (screen.looks.length > 1) return confirm === undefined ? threeLooks : threeLooksAndConfirmed;
  const table = confirm === undefined ? oneLook : oneLookAndConfirmed;
  return table[longest(screen) - 5] ?? Number.POSITIVE_INFINITY;
}
