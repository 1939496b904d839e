import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestOf, effect, improvementPercent } from '../../src/verdict/improvement.js';
import { median } from '../../src/verdict/median.js';

const seed = { seed: 2 };
const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
// No benchmark prints the smallest numbers there are: their ratios overflow.
const any = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((x) => (Math.abs(x) < 1e-9 ? 0 : x));
const direction = fc.constantFrom('lower' as const, 'higher' as const);

describe('effect', () => {
  test('is positive exactly when the candidate is better, whatever the signs', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        // Too close for a logarithm to tell apart.
        fc.pre(a === b || Math.abs(a - b) > 1e-9 * Math.max(Math.abs(a), Math.abs(b)));
        expect(Math.sign(effect(a, b, 'lower')) + 0).toBe(Math.sign(a - b) + 0);
        expect(Math.sign(effect(a, b, 'higher')) + 0).toBe(Math.sign(b - a) + 0);
      }),
      seed,
    );
  });

  test('changes its sign with the sides and with the direction', () => {
    fc.assert(
      fc.property(any, any, direction, (a, b, way) => {
        const other = way === 'lower' ? 'higher' : 'lower';
        expect(effect(a, b, way) + effect(b, a, way)).toBeCloseTo(0, 9);
        expect(effect(a, b, way) + effect(a, b, other)).toBeCloseTo(0, 9);
      }),
      seed,
    );
  });

  test('is the same for equal ratios of positive values', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), positive, (ratio, value) => {
        expect(effect(value, value * ratio, 'higher')).toBeCloseTo(Math.log(ratio), 6);
      }),
      seed,
    );
  });

  test('is the plain difference where a value is not positive', () => {
    expect(effect(0, -2, 'lower')).toBe(2);
    expect(effect(-4, -1, 'higher')).toBe(3);
    expect(effect(3, 0, 'lower')).toBe(3);
  });
});

describe('improvementPercent', () => {
  test.each([
    [100, 80, 'lower', 20],
    [100, 125, 'lower', -25],
    [100, 125, 'higher', 25],
    [100, 80, 'higher', -20],
    [-10, -15, 'lower', 50],
    [-10, -5, 'higher', 50],
    [10, -10, 'lower', 200],
    [10, 0, 'lower', 100],
  ] as const)('from %d to %d, %s is better: %d %%', (incumbent, candidate, way, percent) => {
    expect(improvementPercent(incumbent, candidate, way)).toBeCloseTo(percent, 9);
  });

  test('there is none of nothing', () => {
    expect(improvementPercent(0, 5, 'higher')).toBeUndefined();
  });

  test('has the sign of the effect', () => {
    fc.assert(
      fc.property(any, any, direction, (a, b, way) => {
        fc.pre(a !== 0 && Math.abs(a - b) > 1e-9 * Math.max(Math.abs(a), Math.abs(b)));
        expect(Math.sign(improvementPercent(a, b, way) ?? Number.NaN)).toBe(Math.sign(effect(a, b, way)));
      }),
      seed,
    );
  });
});

test('the best and the median of some values', () => {
  expect([bestOf([3, -1, 2], 'lower'), bestOf([3, -1, 2], 'higher')]).toEqual([-1, 3]);
  expect([median([5]), median([4, 1]), median([9, 1, 2])]).toEqual([5, 2.5, 2]);
  expect(median([])).toBeNaN();
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});
