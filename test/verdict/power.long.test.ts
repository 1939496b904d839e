import { describe, expect, test } from 'vitest';
import type { Pair } from '../../src/verdict/comparison.js';
import { effectOfPercent } from '../../src/verdict/improvement.js';
import type { PairedPlan, Stage } from '../../src/verdict/plan.js';
import { detectablePercent } from '../../src/verdict/power.js';
import { confirmStep, screenStep, type TrialRule } from '../../src/verdict/trial.js';
import { seeded } from '../sim/seeded.js';
import { fullPlan } from './given-pairs.js';

const trials = 8000;

const oneLook = (pairs: number, level: number): Stage => ({ looks: [pairs], level });
const screened = (screen: Stage): PairedPlan => ({ kind: 'paired', screen });
const confirmed = (pairs: number): PairedPlan => ({
  kind: 'paired',
  screen: oneLook(pairs, 0.05),
  confirm: oneLook(pairs, Math.max(0.02, 2 ** -pairs)),
});

const plans = [
  ...[5, 6, 8, 12, 23].map((pairs) => [`${pairs} pairs, confirmed`, confirmed(pairs)] as const),
  ...[5, 8, 12, 23].map((pairs) => [`${pairs} pairs`, screened(oneLook(pairs, 0.05))] as const),
  ['three looks, confirmed', fullPlan] as const,
  ['three looks', screened(fullPlan.screen)] as const,
];

interface Given {
  /** Standard deviation of a pair's difference. */
  readonly pairPercent: number;
  readonly minEffectPercent: number;
}

// Four standard errors: what is expected holds for the true share and not only for this one.
describe('with noise that is large against the smallest effect', () => {
  test.each(plans)('%s: the effect that is told is found in about 80 of 100 trials', (name, plan) => {
    const { share, error } = power(plan, { pairPercent: 0.1, minEffectPercent: 1e-6 }, name);
    expect(share - 4 * error).toBeGreaterThan(0.75);
    expect(share + 4 * error).toBeLessThan(0.85);
  });
});

// Here it is said with less care: long single looks lose some trials to futility, up to 8 of 100.
describe('with noise that is small against the smallest effect', () => {
  test.each(plans)('%s: the effect that is told is found in 75 of 100 trials at least', (name, plan) => {
    const { share, error } = power(plan, { pairPercent: 0.3, minEffectPercent: 1 }, name);
    expect(share - 4 * error).toBeGreaterThan(0.75);
  });
});

/** In what share of trials a plan finds the effect that it is said to find, and the standard error of that share. */
function power(plan: PairedPlan, { pairPercent, minEffectPercent }: Given, name: string) {
  const rule: TrialRule = { direction: 'lower', minEffectPercent, acceptsNoWorse: false };
  const effect = effectOfPercent(
    detectablePercent(plan, pairPercent, minEffectPercent, rule.direction),
    rule.direction,
  );
  const random = seeded(name);
  const next = () => pairWith(effect + (pairPercent / 100) * random.normal());
  let found = 0;
  for (let trial = 0; trial < trials; trial++) if (isFound(plan, rule, next)) found++;
  const share = found / trials;
  return { share, error: Math.sqrt((share * (1 - share)) / trials) };
}

function pairWith(effect: number): Pair {
  return { incumbent: 1, candidate: Math.exp(-effect) };
}

function isFound(plan: PairedPlan, rule: TrialRule, next: () => Pair): boolean {
  const { confirm } = plan;
  if (!passes((pairs) => screenStep(plan, pairs, rule), next)) return false;
  return confirm === undefined || passes((pairs) => confirmStep(confirm, pairs, rule), next);
}

/** Draw fresh pairs until a stage has its answer. */
function passes(ask: (pairs: readonly Pair[]) => string, next: () => Pair): boolean {
  for (const pairs: Pair[] = []; ; ) {
    pairs.push(next());
    const said = ask(pairs);
    if (said !== 'more') return said === 'passed';
  }
}
