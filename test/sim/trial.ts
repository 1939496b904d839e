import type { Pair } from '../../src/verdict/comparison.js';
import { estimate } from '../../src/verdict/estimate.js';
import { confirmStep, screenStep } from '../../src/verdict/trial.js';
import type { PairTaker } from './pair-taker.js';
import type { Procedure } from './procedure.js';
import type { Outcome } from './rule.js';

/** One experiment: screen, and confirmation of what passes it. */
export function tryOnce(procedure: Procedure, pairs: PairTaker): Outcome {
  pairs.warmUp();
  const screen = runScreen(procedure, pairs);
  if (!screen.passed) return { screened: false, kept: false, pairs: screen.pairs.length };
  const confirmation = runConfirmation(procedure, pairs, procedure.confirmsOn(screen.pairs));
  const total = screen.pairs.length + confirmation.pairs.length;
  if (!confirmation.passed) return { screened: true, kept: false, pairs: total };
  return { screened: true, kept: true, pairs: total, stepPercent: percentOf(confirmation.pairs) };
}

interface StageResult {
  readonly passed: boolean;
  readonly pairs: readonly Pair[];
}

function runScreen({ plan, rule }: Procedure, taker: PairTaker): StageResult {
  const pairs: Pair[] = [];
  for (;;) {
    pairs.push(taker.take('screen', pairs.length));
    const step = screenStep(plan, pairs, rule);
    if (step !== 'more') return { passed: step === 'passed', pairs };
  }
}

/** @param begun pairs that are there already. */
function runConfirmation({ plan, rule }: Procedure, taker: PairTaker, begun: readonly Pair[]): StageResult {
  if (plan.confirm === undefined) throw new Error('The full plan confirms.');
  const pairs: Pair[] = [];
  for (;;) {
    pairs.push(begun[pairs.length] ?? taker.take('confirm', pairs.length));
    const step = confirmStep(plan.confirm, pairs, rule);
    if (step !== 'more') return { passed: step === 'passed', pairs };
  }
}

/** Improvement that pairs estimate, in percent. */
export function percentOf(pairs: readonly Pair[]): number {
  const percent = estimate(pairs, 'lower')?.improvementPercent;
  if (percent === undefined) throw new Error('Positive values have a percentage.');
  return percent;
}
