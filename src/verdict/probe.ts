export interface ProbeComparison {
  /** The value with the files emptied; undefined when the command failed or gave no valid metric. */
  readonly emptied?: number;
  /** Values of the code as it is: the baseline's and, for a candidate, its own. */
  readonly references: readonly number[];
  /** The baseline's spread, in percent. */
  readonly spreadPercent: number;
}

/**
 * Whether emptying the code shows in the metric, and so whether the command measures the code that is in the arm.
 *
 * It does not show when the value lies within max(2 × the baseline's spread, 1 %) of a reference. A failure or any
 * other value is proof that the command reads what was emptied.
 */
export function isEffective({ emptied, references, spreadPercent }: ProbeComparison): boolean {
  if (emptied === undefined) return true;
  const tolerance = Math.max(2 * spreadPercent, 1) / 100;
  return references.every((reference) => Math.abs(emptied - reference) > tolerance * Math.abs(reference));
}
