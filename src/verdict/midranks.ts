// Two differences that only rounding tells apart are tied: 0.3 − 0.2 and 0.2 − 0.1 are not equal in binary.
const relativeTolerance = 1e-9;

/**
 * Twice the midrank of each value: the rank in ascending order, ties sharing the mean of theirs. Doubled, since the
 * mean of two ranks may be half a number, and whole numbers can be summed and counted without error.
 *
 * @param values not negative.
 */
export function doubledMidranks(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length);
  for (let first = 0; first < order.length; ) {
    const end = endOfTie(order, first);
    // Ranks first + 1 to end: their mean is (first + 1 + end) / 2.
    for (const { at } of order.slice(first, end)) ranks[at] = first + 1 + end;
    first = end;
  }
  return ranks;
}

function endOfTie(order: readonly { readonly value: number }[], first: number): number {
  let end = first + 1;
  while (end < order.length && areTied(order[end - 1]?.value ?? 0, order[end]?.value ?? 0)) end++;
  return end;
}

function areTied(smaller: number, larger: number): boolean {
  return smaller === larger || larger - smaller <= relativeTolerance * larger;
}
