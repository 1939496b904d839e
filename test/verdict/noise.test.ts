import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../src/verdict/comparison.js';
import {
  affordableSamples,
  type Calibrated,
  calibrationPairs,
  defaultMinEffectPercent,
  estimateNoise,
} from '../../src/verdict/noise.js';
import { anyPairs, direction, positivePairs, seed } from './random-pairs.js';

/** What calibration has once it drew pairs: a value of each member. */
function calibrated(pairs: readonly Pair[]): Calibrated {
  const values = pairs.flatMap((pair) => [pair.incumbent, pair.candidate]);
  return { values, pairs, seconds: [3, 1, 2] };
}

const equalPairs = (count: number) => Array.from({ length: count }, () => ({ incumbent: 7, candidate: 7 }));
const ofValues = (values: readonly number[]) => estimateNoise({ values, pairs: [], seconds: [1] }, 'lower');
const pairPercent = (pairs: readonly Pair[]) => estimateNoise(calibrated(pairs), 'lower').pairPercent;

describe('a metric is deterministic', () => {
  test('when all values of enough pairs are equal', () => {
    const isDeterministic = (pairs: number) =>
      estimateNoise(calibrated(equalPairs(pairs)), 'lower').deterministic;
    expect([1, 2, 3, calibrationPairs].map(isDeterministic)).toEqual([false, false, true, true]);
  });

  test('not when values without pairs are equal, however many', () => {
    expect(ofValues(new Array<number>(50).fill(7)).deterministic).toBe(false);
  });

  test('not when one value differs a little, in a pair or in none', () => {
    const pairs = equalPairs(3);
    const differing = [...pairs, { incumbent: 7, candidate: 7.0001 }];
    expect(estimateNoise(calibrated(differing), 'lower').deterministic).toBe(false);
    const { values, seconds } = calibrated(pairs);
    const gate = estimateNoise({ values: [7.0001, ...values], pairs, seconds }, 'lower');
    expect(gate.deterministic).toBe(false);
  });
});

test('what was counted is told, and the time is the median', () => {
  expect(estimateNoise({ ...calibrated(equalPairs(4)), values: [7, 7, 7, 7, 7] }, 'lower')).toEqual({
    samples: 5,
    pairs: 4,
    deterministic: true,
    spreadPercent: 0,
    pairPercent: 0,
    seconds: 2,
  });
});

describe('the spread', () => {
  test.each([
    [[100, 110, 105], 100 * (10 / 105)],
    [[-100, -110, -105], 100 * (10 / 105)],
    [[0, 0, 5, -5, 0], 100],
    [[0, 0, 0], 0],
    [[7], 0],
  ])('of %j is %d %%', (values, percent) => {
    expect(ofValues(values).spreadPercent).toBeCloseTo(percent, 9);
  });

  test('is never negative and does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (values) => {
        const { spreadPercent } = ofValues(values);
        expect(spreadPercent).toBeGreaterThanOrEqual(0);
        expect(ofValues([...values].reverse()).spreadPercent).toBe(spreadPercent);
      }),
      seed,
    );
  });
});

describe('the deviation between the members of a pair', () => {
  test('is absent without pairs', () => {
    expect(ofValues([1, 2, 3])).not.toHaveProperty('pairPercent');
  });

  test('of positive values is that of their logarithms, about a mean of zero', () => {
    const up = { incumbent: 1000, candidate: 1010 };
    const down = { incumbent: 1010, candidate: 1000 };
    const percent = 100 * Math.log(1.01);
    expect(pairPercent([up, down])).toBeCloseTo(percent, 3);
    // Not about the mean at hand: a drift is noise, too.
    expect(pairPercent([up, up])).toBeCloseTo(percent, 3);
    const same = { incumbent: 5, candidate: 5 };
    expect(pairPercent([up, same, same, same])).toBeCloseTo(percent / 2, 3);
  });

  test('of other values is that of their differences, in percent of the median size', () => {
    const pairs = [
      { incumbent: -100, candidate: -103 },
      { incumbent: -100, candidate: -96 },
    ];
    expect(pairPercent(pairs)).toBeCloseTo(Math.sqrt((9 + 16) / 2), 9);
    expect(pairPercent([{ incumbent: -100, candidate: 100 }])).toBeCloseTo(200, 9);
  });

  test('does not see what changes from pair to pair', () => {
    const pairs = [1, 10, 100].map((value) => ({ incumbent: value, candidate: value }));
    const { spreadPercent, pairPercent: deviation } = estimateNoise(calibrated(pairs), 'lower');
    expect([spreadPercent, deviation]).toEqual([990, 0]);
  });

  test('has no size to compare with where the baseline is zero: 0 or 100 %', () => {
    const zero = { incumbent: 0, candidate: 0 };
    expect(pairPercent([zero, zero])).toBe(0);
    expect(pairPercent([zero, { incumbent: 0, candidate: 5 }, zero])).toBeCloseTo(100, 9);
  });

  test('is a number, not negative, and not of the order', () => {
    fc.assert(
      fc.property(fc.oneof(positivePairs, anyPairs), direction, (pairs, way) => {
        const { pairPercent: deviation = Number.NaN } = estimateNoise(calibrated(pairs), way);
        expect(deviation).toBeGreaterThanOrEqual(0);
        expect(deviation).toBeLessThan(Number.POSITIVE_INFINITY);
        const reversed = estimateNoise(calibrated([...pairs].reverse()), way);
        expect((reversed.pairPercent ?? Number.NaN) - deviation).toBeCloseTo(0, 6);
      }),
      seed,
    );
  });
});

test('a budget affords whole samples, each a tenth longer than the usual', () => {
  expect([affordableSamples(111, 1), affordableSamples(60, 1), affordableSamples(1, 1)]).toEqual([
    100, 54, 0,
  ]);
});

test('a deterministic metric has no smallest effect', () => {
  expect([defaultMinEffectPercent(true), defaultMinEffectPercent(false)]).toEqual([0, 1]);
});
