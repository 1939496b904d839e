import { expect, it } from 'vitest';
import { startStopwatch } from '../../src/bench/stopwatch.js';

it.each([
  [5000, 5000, false],
  [5000, 6999, false],
  [5000, 7001, true],
  [5000, 2999, true],
  [1000, 3_601_000, true],
])('with %d ms on the monotonic clock and %d ms on the wall clock: slept %s', (monotonic, wall, slept) => {
  const times = { monotonic: [100, 100 + monotonic], wall: [900, 900 + wall] };
  const next = (list: number[]) => () => list.shift() ?? 0;
  const elapsed = startStopwatch({ monotonic: next(times.monotonic), wall: next(times.wall) });
  expect(elapsed()).toEqual({ seconds: monotonic / 1000, slept });
});
