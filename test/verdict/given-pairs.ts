import type { Pair } from '../../src/verdict/comparison.js';
import type { PairedPlan } from '../../src/verdict/plan.js';
import type { TrialRule } from '../../src/verdict/trial.js';

/** The plan of a budget that affords everything. */
export const fullPlan = {
  kind: 'paired',
  screen: { looks: [8, 16, 24], level: 0.0225 },
  confirm: { looks: [8, 16, 24], level: 0.0085 },
} as const satisfies PairedPlan;

export const rule: TrialRule = { direction: 'lower', minEffectPercent: 1, acceptsNoWorse: false };

/** Pairs in which the candidate is better by so many percent where lower is better. */
export function gains(percents: readonly number[]): Pair[] {
  return percents.map((percent) => ({ incumbent: 100, candidate: 100 - percent }));
}

/** Gains on both sides of `centre` in percent, none twice the same: up to `width` away at first, then closer and closer. */
export function around(centre: number, width: number, pairs: number): Pair[] {
  const distances = Array.from({ length: pairs }, (_, at) => width * (1 - at / 32));
  return gains(distances.map((distance, at) => centre + ([1, -1, -1, 1][at % 4] ?? 0) * distance));
}
