import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, type Pair } from '../../src/verdict/comparison.js';
import { confidenceInterval, hodgesLehmann } from '../../src/verdict/hodges-lehmann.js';
import { signedRankP } from '../../src/verdict/signed-rank.js';
import type { Direction } from '../../src/verdict/verdict.js';
import { anyPairs, direction, positivePairs, seed } from './random-pairs.js';

const zeroes = { incumbent: 0, candidate: 0 };

/** Estimate, bounds and p: what a verdict hangs on. */
function statistics(pairs: readonly Pair[], way: Direction) {
  const { effects } = compare(pairs, way);
  const interval = confidenceInterval(effects);
  return [hodgesLehmann(effects), interval?.low ?? 0, interval?.high ?? 0, signedRankP(effects)];
}

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

describe('the effects', () => {
  test('are ratios of positive values, and positive where the candidate is better', () => {
    const pairs = [
      { incumbent: 10, candidate: 5 },
      { incumbent: 3, candidate: 6 },
      { incumbent: 7, candidate: 7 },
    ];
    expect(compare(pairs, 'lower').effects).toEqual(close([Math.LN2, -Math.LN2, 0]));
    expect(compare(pairs, 'higher').effects).toEqual(close([-Math.LN2, Math.LN2, 0]));
  });

  test('are all differences, on one scale, as soon as one value is not positive', () => {
    const pairs = [
      { incumbent: 10, candidate: 8 },
      { incumbent: 4, candidate: 0 },
      { incumbent: -4, candidate: -3 },
    ];
    const { effects, percentOf } = compare(pairs, 'lower');
    // Of the median size of the incumbent, which is 4.
    expect(effects.map(percentOf)).toEqual(close([50, 100, -25]));
    const higher = compare(pairs, 'higher');
    expect(higher.effects.map(higher.percentOf)).toEqual(close([-50, -100, 25]));
  });

  test.each([
    ['positive', positivePairs],
    ['any', anyPairs],
  ])('of %s values: swapping the sides negates estimate and interval', (_, pairsOf) => {
    fc.assert(
      fc.property(pairsOf, direction, (pairs, way) => {
        const swapped = pairs.map((pair) => ({ incumbent: pair.candidate, candidate: pair.incumbent }));
        const [estimate = 0, low = 0, high = 0] = statistics(pairs, way);
        expect(statistics(swapped, way).slice(0, 3)).toEqual(close([-estimate, -high, -low]));
      }),
      seed,
    );
  });

  test('of pairs in another order are the same in another order', () => {
    fc.assert(
      fc.property(anyPairs, direction, (pairs, way) => {
        expect(statistics([...pairs].reverse(), way)).toEqual(statistics(pairs, way));
      }),
      seed,
    );
  });

  test('are mirrored by the other direction', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const negated = compare(pairs, 'lower').effects.map((effect) => 0 - effect);
        expect(compare(pairs, 'higher').effects.map((effect) => effect + 0)).toEqual(negated);
      }),
      seed,
    );
  });

  test('of negated values are the same under the other direction, in percent, too', () => {
    fc.assert(
      fc.property(anyPairs, (values) => {
        const pairs = [...values, zeroes];
        const negated = pairs.map((pair) => ({ incumbent: -pair.incumbent, candidate: -pair.candidate }));
        const [one, other] = [compare(pairs, 'lower'), compare(negated, 'higher')];
        expect(other.effects.map((effect) => effect + 0)).toEqual(one.effects.map((effect) => effect + 0));
        expect([other.percentOf(0.5), other.effectOf(5)]).toEqual([one.percentOf(0.5), one.effectOf(5)]);
      }),
      seed,
    );
  });
});

test.each([1e-9, 0.1, 0.3, 3, 7, 1e12])('the unit is irrelevant: values times %d say the same', (factor) => {
  const inUnit = (pairs: readonly Pair[]) =>
    pairs.map((pair) => ({ incumbent: pair.incumbent * factor, candidate: pair.candidate * factor }));
  fc.assert(
    fc.property(fc.oneof(positivePairs, anyPairs), direction, (pairs, way) => {
      const [estimate = 0, low = 0, high = 0, p = 0] = statistics(pairs, way);
      const found = statistics(inUnit(pairs), way);
      expect(found).toEqual(close([estimate, low, high, p]));
      expect(found[3]).toBe(p);
    }),
    seed,
  );
});

test.each([
  ['positive', [{ incumbent: 3, candidate: 2 }]],
  ['any', [{ incumbent: -30, candidate: 20 }, zeroes, { incumbent: 7, candidate: 7 }]],
])('with %s values, the percentage of an effect and the effect of a percentage are inverse', (_, pairs) => {
  const percent = fc.integer({ min: -990, max: 990 }).map((tenths) => tenths / 10);
  fc.assert(
    fc.property(percent, direction, (each, way) => {
      const { percentOf, effectOf } = compare(pairs, way);
      expect(percentOf(effectOf(each))).toBeCloseTo(each, 9);
      expect(Math.sign(effectOf(each)) + 0).toBe(Math.sign(each));
      const effect = each / 25;
      expect(effectOf(percentOf(effect) ?? Number.NaN)).toBeCloseTo(effect, 9);
    }),
    seed,
  );
});

test('a ratio is no percentage that is impossible: nothing is less than nothing', () => {
  const pairs = [{ incumbent: 2, candidate: 1 }];
  expect(compare(pairs, 'lower').effectOf(100)).toBe(Number.POSITIVE_INFINITY);
  expect(compare(pairs, 'higher').effectOf(-100)).toBe(Number.NEGATIVE_INFINITY);
  expect(compare(pairs, 'higher').effectOf(300)).toBeCloseTo(Math.log(4), 9);
});

test('there is no percentage of an incumbent that is mostly zero, but there are effects', () => {
  const { effects, percentOf } = compare([zeroes, { incumbent: 0, candidate: 4 }, zeroes], 'higher');
  expect(effects).toEqual(close([0, 1, 0]));
  expect(effects.map(percentOf)).toEqual([undefined, undefined, undefined]);
});

test('effects are finite where the plain difference would overflow', () => {
  const { MAX_VALUE } = Number;
  const { effects, percentOf } = compare([{ incumbent: MAX_VALUE, candidate: -MAX_VALUE }], 'lower');
  expect(effects.map(percentOf)).toEqual(close([200]));
});
