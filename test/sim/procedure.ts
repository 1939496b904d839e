import { drawOf } from '../../src/loop/draws.js';
import type { Pair } from '../../src/verdict/comparison.js';
import { type PairedPlan, planFor } from '../../src/verdict/plan.js';
import type { TrialRule } from '../../src/verdict/trial.js';

/** The product's procedure, with the parts that a mutant breaks. */
export interface Procedure {
  readonly name: string;
  readonly plan: PairedPlan;
  readonly rule: TrialRule;
  /** Order of a pair. */
  readonly drawOf: typeof drawOf;
  /** Samples of a new incumbent that stand in pairs instead of fresh ones; 0 for fresh ones. */
  readonly storedSamples: number;
  /** Pairs that the confirmation begins with. */
  readonly confirmsOn: (screened: readonly Pair[]) => readonly Pair[];
  /** How often the same tree may be tried. */
  readonly attempts: number;
}

/** The product's own, with the full plan and the usual smallest effect. */
export const theProcedure: Procedure = {
  name: 'this project',
  plan: fullPlan(),
  rule: { direction: 'lower', minEffectPercent: 1, acceptsNoWorse: false },
  drawOf,
  storedSamples: 0,
  confirmsOn: () => [],
  attempts: 1,
};

function fullPlan(): PairedPlan {
  const plan = planFor({ deterministic: false, affordable: 98, confirms: true });
  if (plan.kind !== 'paired') throw new Error(`98 samples must afford pairs, not ${plan.kind}.`);
  return plan;
}
