import { describe, expect, test } from 'vitest';
import { confidenceInterval, hodgesLehmann } from '../../src/verdict/hodges-lehmann.js';
import { signedRankP } from '../../src/verdict/signed-rank.js';
import golden from './golden/signed-rank.json' with { type: 'json' };

test('there are golden values for every number of pairs from 5 to 24', () => {
  const lengths = new Set(golden.map(({ effects }) => effects.length));
  expect([...lengths].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 5));
});

describe.each(golden)('$name', ({ effects, p, estimate, interval }) => {
  test('the p-value is that of R', () => {
    expect(signedRankP(effects) / p).toBeCloseTo(1, 10);
  });

  test('the estimate is that of R', () => {
    expect(hodgesLehmann(effects)).toBeCloseTo(estimate, 9);
  });

  test('the interval is that of R', () => {
    const found = confidenceInterval(effects);
    if (interval === null) expect(found).toBeUndefined();
    else expect([found?.low, found?.high]).toEqual(interval.map((bound) => expect.closeTo(bound, 9)));
  });
});
