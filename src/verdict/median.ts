/** Middle value; the mean of the two middle ones for an even number. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return lower / 2 + upper / 2;
}

/** The median as it is shown: without what adding in binary leaves behind the last digit. */
export function shownMedian(values: readonly number[]): number {
  const middle = median(values);
  const shown = Number(middle.toPrecision(15));
  // The largest number there is rounds to none.
  return Number.isFinite(shown) ? shown : middle;
}
