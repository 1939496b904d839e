import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrationSamples, defaultMinEffectPercent, estimateNoise } from '../../src/verdict/noise.js';
import { isEffective } from '../../src/verdict/probe.js';

const seconds = [3, 1, 2];

test('equal values are deterministic, but only when there are enough of them', () => {
  const same = (count: number) => estimateNoise(Array(count).fill(7), seconds);
  expect(same(calibrationSamples)).toMatchObject({ deterministic: true, spreadPercent: 0, seconds: 2 });
  expect(same(calibrationSamples - 1).deterministic).toBe(false);
  expect(estimateNoise([7, 7, 7, 7, 7.0001], seconds).deterministic).toBe(false);
});

test.each([
  [[100, 110, 105], 100 * (10 / 105)],
  [[-100, -110, -105], 100 * (10 / 105)],
  [[0, 0, 5, -5, 0], 100],
  [[0, 0, 0], 0],
])('the spread of %j is %d %%', (values, percent) => {
  expect(estimateNoise(values, seconds).spreadPercent).toBeCloseTo(percent, 9);
});

test('the spread is never negative and does not depend on the order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (values) => {
      const { spreadPercent } = estimateNoise(values, seconds);
      expect(spreadPercent).toBeGreaterThanOrEqual(0);
      expect(estimateNoise([...values].reverse(), seconds).spreadPercent).toBe(spreadPercent);
    }),
    { seed: 2 },
  );
});

test('a deterministic metric has no smallest effect', () => {
  expect([defaultMinEffectPercent(true), defaultMinEffectPercent(false)]).toEqual([0, 1]);
});

test.each([
  [undefined, [100], 0, true],
  [100, [100], 0, false],
  [100.9, [100], 0, false],
  [101.1, [100], 0, true],
  [109, [100], 5, false],
  [111, [100], 5, true],
  [-100.5, [-100], 0, false],
  [-102, [-100], 0, true],
  // Near the baseline's or near the candidate's own: either way the code was not read.
  [150, [100, 150], 0, false],
  [0, [100], 0, true],
  [0, [0], 0, false],
])(
  'emptied %s against %j with a spread of %d %%: effective is %s',
  (emptied, references, spreadPercent, effective) => {
    const compared = { references, spreadPercent };
    expect(isEffective(emptied === undefined ? compared : { ...compared, emptied })).toBe(effective);
  },
);
