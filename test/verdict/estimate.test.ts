import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimate } from '../../src/verdict/estimate.js';
import { anyPairs, direction, positivePairs, seed } from './random-pairs.js';

/** An incumbent of 100 each time. */
const against100 = (candidates: readonly number[]) =>
  candidates.map((candidate) => ({ incumbent: 100, candidate }));

test('where lower is better, half the value is an improvement of 50 %', () => {
  expect(estimate(against100([50, 50, 50, 50, 50, 50]), 'lower')).toEqual({
    pairs: 6,
    incumbent: 100,
    candidate: 50,
    improvementPercent: expect.closeTo(50, 9),
    ciLowPercent: expect.closeTo(50, 9),
    ciHighPercent: expect.closeTo(50, 9),
    pValue: 1 / 64,
  });
});

test('where higher is better, half the value is an improvement of −50 %, and nothing is shown', () => {
  expect(estimate(against100([50, 50, 50, 50, 50, 50]), 'higher')).toMatchObject({
    improvementPercent: expect.closeTo(-50, 9),
    pValue: 1,
  });
});

test('six pairs have an interval from the worst to the best, and five have none', () => {
  const values = [80, 95, 90, 97, 70, 103];
  expect(estimate(against100(values), 'lower')).toMatchObject({
    ciLowPercent: expect.closeTo(-3, 9),
    ciHighPercent: expect.closeTo(30, 9),
  });
  expect(estimate(against100(values), 'higher')).toMatchObject({
    ciLowPercent: expect.closeTo(-30, 9),
    ciHighPercent: expect.closeTo(3, 9),
  });
  const fewer = estimate(against100(values.slice(0, 5)), 'lower');
  expect(Object.keys(fewer ?? {}).sort()).toEqual([
    'candidate',
    'improvementPercent',
    'incumbent',
    'pValue',
    'pairs',
  ]);
});

test('the medians are those of each side, whichever pair they are of', () => {
  const pairs = [
    { incumbent: 1, candidate: 30 },
    { incumbent: 2, candidate: 10 },
    { incumbent: 9, candidate: 20 },
  ];
  expect(estimate(pairs, 'lower')).toMatchObject({ pairs: 3, incumbent: 2, candidate: 20 });
});

test('no pairs say nothing', () => {
  expect(estimate([], 'lower')).toBeUndefined();
});

test('there is no percentage of an incumbent of zero, but a p-value', () => {
  const pairs = Array.from({ length: 8 }, () => ({ incumbent: 0, candidate: -1 }));
  expect(estimate(pairs, 'lower')).toEqual({ pairs: 8, incumbent: 0, candidate: -1, pValue: 1 / 256 });
});

test('the estimate lies in its interval', () => {
  fc.assert(
    fc.property(fc.oneof(positivePairs, anyPairs), direction, (pairs, way) => {
      const { improvementPercent, ciLowPercent, ciHighPercent } = estimate(pairs, way) ?? {};
      if (improvementPercent === undefined || pairs.length < 6) return;
      expect(ciLowPercent).toBeLessThanOrEqual(improvementPercent);
      expect(ciHighPercent).toBeGreaterThanOrEqual(improvementPercent);
    }),
    seed,
  );
});

test('whatever can be printed, no statistic of it is anything but a finite number', () => {
  const { MAX_VALUE, MIN_VALUE } = Number;
  const extreme = fc.constantFrom(0, MIN_VALUE, 1e-308, 1e-160, 1, 1e160, 1e308, MAX_VALUE);
  const value = fc.tuple(extreme, fc.constantFrom(1, -1)).map(([size, sign]) => size * sign);
  const pairsOf = (side: fc.Arbitrary<number>) =>
    fc.array(fc.record({ incumbent: side, candidate: side }), { minLength: 1, maxLength: 12 });
  const positive = extreme.filter((size) => size > 0);
  fc.assert(
    fc.property(fc.oneof(pairsOf(value), pairsOf(positive)), direction, (pairs, way) => {
      const found = Object.values(estimate(pairs, way) ?? { none: Number.NaN });
      expect(found.filter((each) => !Number.isFinite(each))).toEqual([]);
    }),
    { ...seed, numRuns: 2000 },
  );
});
