/**
 * How many times as much one value is as another, whichever is the larger; signs do not count.
 *
 * @returns at least 1; infinite where one of the two is 0 and the other is not.
 */
export function changeFactor(before: number, after: number): number {
  const [small = 0, large = 0] = [Math.abs(before), Math.abs(after)].sort((a, b) => a - b);
  return large === small ? 1 : large / small;
}
