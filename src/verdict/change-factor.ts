/**
 * How many times as much one value is as another, whichever is the larger.
 *
 * @returns at least 1; infinite where one of the two is 0 and the other is not, and where they differ in sign: there is no
 *   ratio then, and a time or a size that has become negative is no time or size.
 */
export function changeFactor(before: number, after: number): number {
  if (Math.sign(before) !== Math.sign(after)) return Number.POSITIVE_INFINITY;
  const [small = 0, large = 0] = [Math.abs(before), Math.abs(after)].sort((a, b) => a - b);
  return large === small ? 1 : large / small;
}
