import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signedRankP } from '../../src/verdict/signed-rank.js';
import { effects, seed, untiedEffects } from './random-pairs.js';

const negated = (values: readonly number[]) => values.map((value) => -value);

/** By the definition: all sign patterns, one by one. */
function enumeratedP(values: readonly number[]): number {
  const nonZero = values.filter((value) => value !== 0);
  const ranks = nonZero.map((value) => {
    const smaller = nonZero.filter((other) => Math.abs(other) < Math.abs(value)).length;
    const equal = nonZero.filter((other) => Math.abs(other) === Math.abs(value)).length;
    return smaller + (equal + 1) / 2;
  });
  const rankSum = (isPositive: (at: number) => boolean) =>
    ranks.reduce((sum, rank, at) => (isPositive(at) ? sum + rank : sum), 0);
  const observed = rankSum((at) => (nonZero[at] ?? 0) > 0);
  const patterns = Array.from({ length: 2 ** ranks.length }, (_, pattern) => pattern);
  return (
    patterns.filter((bits) => rankSum((at) => ((bits >> at) & 1) === 1) >= observed).length /
    2 ** ranks.length
  );
}

test('p is what the enumeration of all sign patterns gives, with ties and zeros', () => {
  const few = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 10 });
  fc.assert(
    fc.property(few, (values) => {
      expect(signedRankP(values)).toBe(enumeratedP(values));
    }),
    { ...seed, numRuns: 300 },
  );
});

test('n positive effects have the smallest p there is, 2 to the power of −n', () => {
  for (let n = 1; n <= 24; n++) {
    expect(signedRankP(Array.from({ length: n }, (_, at) => 1 + (at % 7)))).toBe(2 ** -n);
  }
});

test('p is 1 where there is nothing but zeros, or nothing', () => {
  expect([signedRankP([]), signedRankP([0]), signedRankP([0, -0, 0])]).toEqual([1, 1, 1]);
});

test('the order of the effects is irrelevant', () => {
  const shuffled = effects.chain((values) =>
    fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
  );
  fc.assert(
    fc.property(shuffled, ([values, others]) => {
      expect(signedRankP(others)).toBe(signedRankP(values));
    }),
    seed,
  );
});

test('zeros change nothing', () => {
  fc.assert(
    fc.property(effects, (values) => {
      expect(signedRankP([0, ...values, 0])).toBe(signedRankP(values));
    }),
    seed,
  );
});

test('the two tails overlap in the observed sum, so that p and the p of the negated effects are over 1', () => {
  fc.assert(
    fc.property(effects, (values) => {
      const [p, other] = [signedRankP(values), signedRankP(negated(values))];
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(p + other).toBeGreaterThan(1);
    }),
    seed,
  );
});

describe('raising an effect', () => {
  // Only here: ties and zeros change the null distribution with the effects, as the next test shows.
  test('never raises p as long as there are neither ties nor zeros', () => {
    fc.assert(
      fc.property(untiedEffects, ([one = 1, other = 2, ...rest]) => {
        const raised = signedRankP([Math.max(one, other), ...rest]);
        expect(raised).toBeLessThanOrEqual(signedRankP([Math.min(one, other), ...rest]));
      }),
      { ...seed, numRuns: 1000 },
    );
  });

  test.each([
    ['makes another tie', [-4, 1, 1, 2], [-4, 2, 1, 2], 3 / 8, 7 / 16],
    ['makes a zero', [-1, 2, 3, -4], [0, 2, 3, -4], 9 / 16, 5 / 8],
  ])('may raise p where it %s', (_, before, after, pBefore, pAfter) => {
    expect([signedRankP(before), signedRankP(after)]).toEqual([pBefore, pAfter]);
  });
});
