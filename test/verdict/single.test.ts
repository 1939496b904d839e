import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNoWorse, judgeSingle } from '../../src/verdict/single.js';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const comparison = fc.record({
  candidate: value,
  incumbent: fc.array(value, { minLength: 1, maxLength: 6 }),
  direction: fc.constantFrom('lower' as const, 'higher' as const),
  minEffectPercent: fc.double({ min: 0, max: 50, noNaN: true }),
});

test('better is beyond every sample of the incumbent, never at or behind one', () => {
  fc.assert(
    fc.property(comparison, (each) => {
      const beyond = each.incumbent.every((sample) =>
        each.direction === 'lower' ? each.candidate < sample : each.candidate > sample,
      );
      if (judgeSingle(each).isBetter) expect(beyond).toBe(true);
    }),
    { seed: 2, numRuns: 2000 },
  );
});

test('with no smallest effect, beyond every sample is better', () => {
  fc.assert(
    fc.property(comparison, fc.integer({ min: 1, max: 100 }), ({ incumbent, direction }, step) => {
      const best = direction === 'lower' ? Math.min(...incumbent) - step : Math.max(...incumbent) + step;
      expect(judgeSingle({ candidate: best, incumbent, direction, minEffectPercent: 0 }).isBetter).toBe(true);
    }),
    { seed: 2 },
  );
});

test('nothing is better than no sample at all', () => {
  fc.assert(
    fc.property(comparison, (each) => {
      expect(judgeSingle({ ...each, incumbent: [] })).toMatchObject({ isBetter: false });
    }),
    { seed: 2 },
  );
});

test('another sample of the incumbent never makes a candidate better', () => {
  fc.assert(
    fc.property(comparison, value, (each, sample) => {
      const before = judgeSingle(each).isBetter;
      // Where the best is 0 there is no percentage, and any effect counts.
      fc.pre(each.incumbent.every((one) => one > 0) && sample > 0 && each.candidate > 0);
      const after = judgeSingle({ ...each, incumbent: [...each.incumbent, sample] }).isBetter;
      if (after) expect(before).toBe(true);
    }),
    { seed: 2, numRuns: 2000 },
  );
});

test.each([
  [99, [100], 'lower', 1, true],
  [99.1, [100], 'lower', 1, false],
  [101, [100], 'higher', 1, true],
  [100.9, [100], 'higher', 1, false],
  [98, [100, 98], 'lower', 0, false],
  [-1, [0], 'lower', 1, true],
  [0, [0], 'lower', 0, false],
  [-103, [-100, -101], 'lower', 1, true],
] as const)(
  '%d against %j, %s is better by %d %%: %s',
  (candidate, incumbent, direction, minEffectPercent, isBetter) => {
    const judged = judgeSingle({ candidate, incumbent, direction, minEffectPercent });
    expect(judged.isBetter).toBe(isBetter);
    expect(judged.reason).toContain(String(candidate));
  },
);

test.each([
  [10, 9.9, 'lower', 1],
  [20, 19.8, 'lower', 1],
  [10, 10.1, 'higher', 1],
  [10, 9.8, 'lower', 2],
] as const)(
  'from %d to %d (%s) is an improvement of %d %%, and counts',
  (incumbent, candidate, direction, least) => {
    const compared = { candidate, incumbent: [incumbent], direction };
    expect(judgeSingle({ ...compared, minEffectPercent: least }).isBetter).toBe(true);
    expect(judgeSingle({ ...compared, minEffectPercent: least + 1e-6 }).isBetter).toBe(false);
  },
);

test.each([
  [0, 0, 'lower', 0, true],
  [0, 1, 'lower', 50, false],
  [0, 1, 'higher', 0, true],
  [100, 100, 'lower', 0, true],
  [100, 101, 'lower', 1, true],
  [100, 101.01, 'lower', 1, false],
  [100, 99, 'higher', 1, true],
] as const)(
  'from %d to %d (%s), no worse by more than %d %%: %s',
  (before, after, direction, least, expected) => {
    expect(isNoWorse(before, after, direction, least)).toBe(expected);
  },
);
