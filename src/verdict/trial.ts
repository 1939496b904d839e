import { type Comparison, compare, type Pair } from './comparison.js';
import { hodgesLehmann } from './hodges-lehmann.js';
import { futilityLooks, longest, type PairedPlan, type Stage } from './plan.js';
import { signedRankP } from './signed-rank.js';
import type { Direction } from './verdict.js';

/** What counts as better in a trial. */
export interface TrialRule {
  readonly direction: Direction;
  /** Smallest improvement that counts, at least 0. */
  readonly minEffectPercent: number;
  /** Whether a candidate that is no worse by more than the smallest effect may be kept, too. */
  readonly acceptsNoWorse: boolean;
}

/** What the screen's pairs say so far. */
export type ScreenStep =
  | 'more'
  /** Better, by the screen's test. */
  | 'passed'
  /** An improvement of the smallest effect is improbable by now; or, where no worse is enough, no worse than it. */
  | 'futile'
  /** Not better, and no worse by more than the smallest effect. */
  | 'no_worse'
  /** All pairs are drawn, and nothing is shown. */
  | 'exhausted';

/** What the confirmation's pairs say so far. */
export type ConfirmStep = 'more' | 'passed' | 'no_worse' | 'exhausted';

/** A candidate is given up when the exact test of "effect ≥ the smallest that counts" rejects at this level. */
const futilityLevel = 0.2;

/**
 * What to do after so many pairs of the screen. To be asked after every pair: between looks the answer is always
 * `more`, whatever the pairs say, since a test after every pair would find luck.
 */
export function screenStep(plan: PairedPlan, pairs: readonly Pair[], rule: TrialRule): ScreenStep {
  const { screen } = plan;
  const seen = pairs.length;
  const isLook = screen.looks.includes(seen);
  const isLast = seen >= longest(screen);
  if (!isLook && !isLast && !futilityLooks.includes(seen)) return 'more';
  const comparison = compare(pairs, rule.direction);
  const least = leastEffect(comparison, rule);
  if (isLook && isShown(comparison, screen, least)) return 'passed';
  if (rule.acceptsNoWorse) return noWorseStep(comparison, screen, rule, isLook, isLast);
  if (!isLast && isImprobable(comparison, least)) return 'futile';
  return isLast ? 'exhausted' : 'more';
}

/** Where no worse is enough, giving up "better" is not giving up: the test of non-inferiority takes its place. */
function noWorseStep(
  comparison: Comparison,
  screen: Stage,
  rule: TrialRule,
  isLook: boolean,
  isLast: boolean,
): ScreenStep {
  const isHopeless = isLast || isImprobable(comparison, leastEffect(comparison, rule));
  if (isLook && isHopeless && isNoWorse(comparison, screen, rule.minEffectPercent)) return 'no_worse';
  if (!isLast && isImprobable(comparison, comparison.effectOf(-rule.minEffectPercent))) return 'futile';
  return isLast ? 'exhausted' : 'more';
}

/** What to do after so many pairs of the confirmation, which are none of the screen's. As {@link screenStep}. */
export function confirmStep(confirm: Stage, pairs: readonly Pair[], rule: TrialRule): ConfirmStep {
  const isLast = pairs.length >= longest(confirm);
  if (!confirm.looks.includes(pairs.length) && !isLast) return 'more';
  const comparison = compare(pairs, rule.direction);
  const least = leastEffect(comparison, rule);
  if (isShown(comparison, confirm, least)) return 'passed';
  if (!isLast) return 'more';
  return rule.acceptsNoWorse && isNoWorse(comparison, confirm, rule.minEffectPercent)
    ? 'no_worse'
    : 'exhausted';
}

/**
 * The smallest effect that counts. A little less, since from 100 to 99 is 1 %, but rounding may put the one logarithm
 * above the other.
 */
function leastEffect({ effectOf }: Comparison, { minEffectPercent }: TrialRule): number {
  return effectOf(minEffectPercent) * (1 - 1e-9);
}

/** Better by the test, and by enough. */
function isShown({ effects }: Comparison, { level }: Stage, least: number): boolean {
  return signedRankP(effects) <= level && hodgesLehmann(effects) >= least;
}

/** Whether an effect of `least` or more is improbable. */
function isImprobable({ effects }: Comparison, least: number): boolean {
  return signedRankP(effects.map((effect) => least - effect)) <= futilityLevel;
}

/**
 * Non-inferiority: whether being worse by that many percent or more is improbable, at the stage's level. On the scale
 * of logarithms this is not the negated effect of being better by as much, which may be infinite.
 */
function isNoWorse({ effects, effectOf }: Comparison, { level }: Stage, minEffectPercent: number): boolean {
  const margin = effectOf(-minEffectPercent);
  return signedRankP(effects.map((effect) => effect - margin)) <= level;
}
