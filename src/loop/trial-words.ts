import type { Pair } from '../verdict/comparison.js';
import { estimate } from '../verdict/estimate.js';
import type { PairedPlan } from '../verdict/plan.js';
import type { ConfirmStep, ScreenStep, TrialRule } from '../verdict/trial.js';

/** Why the screen ended as it did, in a sentence or two. */
export function screenWords(
  said: Exclude<ScreenStep, 'more'>,
  pairs: readonly Pair[],
  rule: TrialRule,
  plan: PairedPlan,
): string {
  const found = finding(pairs, rule);
  const least = leastWords(rule);
  switch (said) {
    case 'passed':
      return plan.confirm === undefined
        ? `Better in one test: ${found}. The plan has no second test to confirm it.`
        : `Better in the screen: ${found}.`;
    case 'futile':
      return rule.acceptsNoWorse
        ? `It is probably worse by more than ${rule.minEffectPercent} %: ${found}.`
        : `An improvement ${least} is improbable by now: ${found}.`;
    case 'no_worse':
      return `Not better, but no worse by more than ${rule.minEffectPercent} %: ${found}.`;
    case 'exhausted':
      return `All pairs of the plan are taken, and they do not show an improvement ${least}: ${found}.`;
  }
}

/** Why the confirmation ended as it did, in a sentence or two. */
export function confirmWords(
  said: Exclude<ConfirmStep, 'more'>,
  pairs: readonly Pair[],
  rule: TrialRule,
): string {
  const found = finding(pairs, rule);
  switch (said) {
    case 'passed':
      return `Better in the screen and again on fresh pairs: ${found}.`;
    case 'no_worse':
      return `Better in the screen, but fresh pairs did not confirm it. It is no worse by more than ${rule.minEffectPercent} %: ${found}.`;
    case 'exhausted':
      return `Better in the screen, but fresh pairs did not confirm an improvement ${leastWords(rule)}: ${found}.`;
  }
}

function leastWords({ minEffectPercent }: TrialRule): string {
  return minEffectPercent === 0 ? 'at all' : `of ${minEffectPercent} % or more`;
}

function finding(pairs: readonly Pair[], { direction }: TrialRule): string {
  const found = estimate(pairs, direction);
  if (found === undefined) return 'no pairs';
  return `${percentWords(found)} in ${found.pairs} pairs (p = ${found.pValue.toPrecision(2)})`;
}

/** An estimate with its interval, in percent; positive is better. */
export function percentWords(
  found: { readonly [Name in 'improvementPercent' | 'ciLowPercent' | 'ciHighPercent']?: number | undefined },
): string {
  const { improvementPercent, ciLowPercent: low, ciHighPercent: high } = found;
  if (improvementPercent === undefined) return 'a difference without a percentage';
  const interval =
    low === undefined || high === undefined ? '' : `, 95 % interval ${signed(low)} to ${signed(high)} %`;
  return `${signed(improvementPercent)} %${interval}`;
}

function signed(percent: number): string {
  const shown = percent.toFixed(Math.abs(percent) < 10 ? 2 : 1);
  return percent < 0 ? shown.replace('-', '−') : `+${shown}`;
}
