import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confidenceInterval, hodgesLehmann } from '../../src/verdict/hodges-lehmann.js';
import { signedRankP } from '../../src/verdict/signed-rank.js';
import { effects, seed, untiedEffects } from './random-pairs.js';

test.each([
  [[4], 4],
  [[1, 4], 2.5],
  // Averages 0, 0.5, 1, 5, 5.5, 10.
  [[0, 1, 10], 3],
  // Averages 0, 0, 0, 3, 3, 6.
  [[0, 0, 6], 1.5],
])('the estimate of %j is %d', (values, expected) => {
  expect(hodgesLehmann(values)).toBe(expected);
});

test('the interval of six values goes from the smallest to the largest, and five have none', () => {
  expect(confidenceInterval([3, 1, 7, 4, 9, 2])).toEqual({ low: 1, high: 9 });
  expect(confidenceInterval([3, 1, 7, 4, 9])).toBeUndefined();
  expect(confidenceInterval([])).toBeUndefined();
});

test('less confidence gives five values an interval, too', () => {
  expect(confidenceInterval([3, 1, 7, 4, 9], 0.9)).toEqual({ low: 1, high: 9 });
});

test('negating the effects negates the estimate and mirrors the interval', () => {
  fc.assert(
    fc.property(effects, (values) => {
      const mirrored = values.map((value) => -value);
      expect(hodgesLehmann(mirrored)).toBeCloseTo(-hodgesLehmann(values), 9);
      const interval = confidenceInterval(values);
      const expected = interval && { low: 0 - interval.high, high: 0 - interval.low };
      const found = confidenceInterval(mirrored);
      expect(found && { low: found.low + 0, high: found.high + 0 }).toEqual(expected);
    }),
    seed,
  );
});

test('a shift of all effects shifts estimate and interval', () => {
  fc.assert(
    fc.property(effects, fc.integer({ min: -100, max: 100 }), (values, shift) => {
      const shifted = values.map((value) => value + shift);
      expect(hodgesLehmann(shifted)).toBe(hodgesLehmann(values) + shift);
      const interval = confidenceInterval(values);
      const expected = interval && { low: interval.low + shift, high: interval.high + shift };
      expect(confidenceInterval(shifted)).toEqual(expected);
    }),
    seed,
  );
});

test('the order of the effects is irrelevant', () => {
  fc.assert(
    fc.property(effects, (values) => {
      const reversed = [...values].reverse();
      expect(hodgesLehmann(reversed)).toBe(hodgesLehmann(values));
      expect(confidenceInterval(reversed)).toEqual(confidenceInterval(values));
    }),
    seed,
  );
});

test('the interval holds the shifts that the test does not reject on either side, and the estimate', () => {
  fc.assert(
    fc.property(untiedEffects, (values) => {
      const interval = confidenceInterval(values);
      expect(interval === undefined).toBe(values.length < 6);
      if (interval === undefined) return;
      // All averages are multiples of a half: a quarter beside one there is neither tie nor zero.
      const above = (shift: number) => signedRankP(values.map((value) => value - shift));
      const below = (shift: number) => signedRankP(values.map((value) => shift - value));
      expect(above(interval.low - 0.25)).toBeLessThanOrEqual(0.025);
      expect(above(interval.low + 0.25)).toBeGreaterThan(0.025);
      expect(below(interval.high + 0.25)).toBeLessThanOrEqual(0.025);
      expect(below(interval.high - 0.25)).toBeGreaterThan(0.025);
      expect(hodgesLehmann(values)).toBeGreaterThanOrEqual(interval.low);
      expect(hodgesLehmann(values)).toBeLessThanOrEqual(interval.high);
    }),
    seed,
  );
});
