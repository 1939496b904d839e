/** A limit on a metric other than the session's own. For all of them, less is better where regression is spoken of. */
export interface Constraint {
  readonly metric: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** How much larger than the incumbent's the value may be, in percent. */
  readonly max_regression_percent?: number | undefined;
}

/** Values of one sample, or medians of several, by metric. */
export type MetricValues = ReadonlyMap<string, number>;

/**
 * The constraints that a candidate violates, a sentence each.
 *
 * @param incumbent the incumbent's values; a metric that it lacks cannot regress.
 */
export function violations(
  constraints: readonly Constraint[],
  incumbent: MetricValues,
  candidate: MetricValues,
): string[] {
  return constraints.flatMap((constraint) => {
    const value = candidate.get(constraint.metric);
    if (value === undefined) return [`The constrained metric ${constraint.metric} was not printed.`];
    return violationOf(constraint, value, incumbent.get(constraint.metric));
  });
}

function violationOf(constraint: Constraint, value: number, before: number | undefined): string[] {
  const { metric, min, max, max_regression_percent: regression } = constraint;
  if (min !== undefined && value < min) return [`${metric} is ${value}, below its minimum of ${min}.`];
  if (max !== undefined && value > max) return [`${metric} is ${value}, above its maximum of ${max}.`];
  if (regression === undefined || before === undefined) return [];
  const allowed = before + (Math.abs(before) * regression) / 100;
  if (value <= allowed) return [];
  return [`${metric} went from ${before} to ${value}; at most ${regression} % more is allowed.`];
}
