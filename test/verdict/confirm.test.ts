import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confirmStep, screenStep, type TrialRule } from '../../src/verdict/trial.js';
import { around, fullPlan, gains, rule } from './given-pairs.js';
import { anyPairs, seed } from './random-pairs.js';

const { confirm } = fullPlan;
const accepting: TrialRule = { ...rule, acceptsNoWorse: true };

/** After the pairs at which there is a look, and four, where only the screen has one. */
const stepsOf = (pairs: ReturnType<typeof around>, by: TrialRule) =>
  [4, 8, 16, 24].map((seen) => confirmStep(confirm, pairs.slice(0, seen), by));

test('a clear gain passes at each look', () => {
  expect(stepsOf(around(10, 2, 24), rule)).toEqual(['more', 'passed', 'passed', 'passed']);
});

test('a loss is not given up before the last look', () => {
  expect(stepsOf(around(-10, 2, 24), rule)).toEqual(['more', 'more', 'more', 'exhausted']);
  expect(stepsOf(around(-10, 2, 24), accepting)).toEqual(['more', 'more', 'more', 'exhausted']);
});

test('no worse is an answer at the last look only, and only where it is enough', () => {
  expect(stepsOf(around(-0.5, 0.2, 24), accepting)).toEqual(['more', 'more', 'more', 'no_worse']);
  expect(stepsOf(around(-0.5, 0.2, 24), rule)).toEqual(['more', 'more', 'more', 'exhausted']);
});

test('a gain below the smallest effect does not pass, however certain it is', () => {
  expect(stepsOf(around(0.5, 0.1, 24), rule)).toEqual(['more', 'more', 'more', 'exhausted']);
  expect(confirmStep(confirm, around(0.5, 0.1, 24), { ...rule, minEffectPercent: 0.4 })).toBe('passed');
});

test('what just passes the screen does not pass the stricter level', () => {
  // The second smallest of eight is a loss: 3 of 256 patterns, which is .0117.
  const pairs = gains([5, -10, 13, 16, 20, 25, 30, 35]);
  expect(screenStep(fullPlan, pairs, rule)).toBe('passed');
  expect(confirmStep(confirm, pairs, rule)).toBe('more');
  // The smallest one is: 2 of 256 patterns, which is .0078.
  expect(confirmStep(confirm, gains([-5, 10, 13, 16, 20, 25, 30, 35]), rule)).toBe('passed');
});

test('between looks the answer is always more', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyPairs,
        fc.nat(24).map((n) => around(50, 10, n)),
      ),
      fc.boolean(),
      (pairs, acceptsNoWorse) => {
        fc.pre(pairs.length < 24 && pairs.length % 8 !== 0);
        expect(confirmStep(confirm, pairs, { ...rule, acceptsNoWorse })).toBe('more');
      },
    ),
    { ...seed, numRuns: 500 },
  );
});

test('beyond the last look there is no more, and no passing', () => {
  expect(confirmStep({ looks: [5], level: 0.04 }, around(10, 2, 5), rule)).toBe('passed');
  expect(confirmStep({ looks: [5], level: 0.04 }, around(-10, 2, 6), rule)).toBe('exhausted');
});
