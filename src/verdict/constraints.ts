import { type Comparison, compare, type Pair } from './comparison.js';
import { confidenceInterval } from './hodges-lehmann.js';
import { median } from './median.js';

/** A limit on a metric other than the session's own. For all of them, less is better where regression is spoken of. */
export interface Constraint {
  readonly metric: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** How much larger than the incumbent's the value may be, in percent. */
  readonly max_regression_percent?: number | undefined;
}

/** What is known of a constrained metric. */
export interface ConstraintEvidence {
  /** Where both sides have printed it, pair by pair. */
  readonly pairs: readonly Pair[];
  /** Values of either side. A candidate's value is undefined where a sample did not print it. */
  readonly incumbent: readonly number[];
  readonly candidate: readonly (number | undefined)[];
}

/**
 * How sure a regression has to be. `possibly` is the rule for a keep, non-inferiority: a regression beyond the limit is
 * ruled out by the interval, and not by its middle. `surely` finds those which no further pair would clear.
 */
export type Strictness = 'surely' | 'possibly';

/**
 * How a candidate violates a constraint, in a sentence; undefined where it does not.
 *
 * Non-inferiority by the bound of a two-sided 95 % interval: ICH guideline E9 (1998), section 3.3.2. Where there are no
 * pairs, the values themselves are compared.
 */
export function violation(
  constraint: Constraint,
  evidence: ConstraintEvidence,
  strictness: Strictness,
): string | undefined {
  const { metric, min, max, max_regression_percent: allowed } = constraint;
  const values = evidence.candidate.filter((value) => value !== undefined);
  if (values.length < evidence.candidate.length || values.length === 0)
    return `The constrained metric ${metric} was not printed.`;
  const value = median(values);
  if (min !== undefined && value < min) return `${metric} is ${shown(value)}, below its minimum of ${min}.`;
  if (max !== undefined && value > max) return `${metric} is ${shown(value)}, above its maximum of ${max}.`;
  if (allowed === undefined) return undefined;
  if (evidence.incumbent.length === 0)
    return `The incumbent did not print ${metric}, so that it cannot be shown not to have grown.`;
  const before = median(evidence.incumbent);
  const change = `${metric} went from ${shown(before)} to ${shown(value)}`;
  if (evidence.pairs.length === 0) {
    return isWithin(before, value, allowed) ? undefined : `${change}; at most ${allowed} % more is allowed.`;
  }
  return regression(change, compare(evidence.pairs, 'lower'), allowed, strictness);
}

/** The digits of a median that mean something. */
function shown(value: number): number {
  return Number(value.toPrecision(8));
}

function isWithin(before: number, value: number, allowed: number): boolean {
  return value <= before + (Math.abs(before) * allowed) / 100;
}

function regression(
  change: string,
  { effects, effectOf, percentOf }: Comparison,
  allowed: number,
  strictness: Strictness,
): string | undefined {
  const limit = effectOf(-allowed);
  // Too few pairs for an interval: the extremes are the widest one that they have.
  const { low, high } = confidenceInterval(effects) ?? {
    low: Math.min(...effects),
    high: Math.max(...effects),
  };
  if (isAtLeast(strictness === 'possibly' ? low : high, limit)) return undefined;
  const worst = percentOf(low);
  const most = worst === undefined ? '' : `, by up to ${(-worst).toFixed(2)} %`;
  return `${change}${most} in ${effects.length} pairs; it must be shown to be at most ${allowed} % more.`;
}

/** Whether an effect reaches a limit, but for the last digits of a logarithm. */
function isAtLeast(effect: number, limit: number): boolean {
  return effect >= limit - 1e-12 * Math.max(1, Math.abs(limit));
}
