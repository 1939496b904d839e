import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeFactor } from '../../src/verdict/change-factor.js';

test.each([
  [100, 10, 10],
  [10, 100, 10],
  [-0.5, -5, 10],
  [-5, 5, Number.POSITIVE_INFINITY],
  [5, -5, Number.POSITIVE_INFINITY],
  [3, 3, 1],
  [0, 0, 1],
  [120, 0, Number.POSITIVE_INFINITY],
  [0, -1e-300, Number.POSITIVE_INFINITY],
])('from %d to %d the factor is %d', (before, after, factor) => {
  expect(changeFactor(before, after)).toBeCloseTo(factor, 12);
});

test('it is the same both ways, and never under 1', () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(changeFactor(a, b)).toBe(changeFactor(b, a));
      expect(changeFactor(a, b)).toBeGreaterThanOrEqual(1);
    }),
    { seed: 4 },
  );
});
