import { expect, test } from 'vitest';
import { confirmStep, screenStep, type TrialRule } from '../../src/verdict/trial.js';
import { around, fullPlan, rule } from './given-pairs.js';

const accepting: TrialRule = { ...rule, acceptsNoWorse: true };

/** After the pairs at which a screen may end. */
const stepsOf = (pairs: ReturnType<typeof around>, by: TrialRule) =>
  [4, 8, 16, 24].map((seen) => screenStep(fullPlan, pairs.slice(0, seen), by));

test('a loss smaller than the smallest effect is no worse, as soon as a gain is improbable at a look', () => {
  expect(stepsOf(around(-0.5, 0.2, 24), accepting)).toEqual(['more', 'no_worse', 'no_worse', 'no_worse']);
  expect(stepsOf(around(-0.5, 0.2, 24), rule)).toEqual(['futile', 'futile', 'futile', 'exhausted']);
});

test('equal values are no worse, and not better', () => {
  expect(stepsOf(around(0, 0, 24), accepting)).toEqual(['more', 'no_worse', 'no_worse', 'no_worse']);
});

test('what may yet turn out better is not called no worse before the last look', () => {
  expect(stepsOf(around(0.9, 1.5, 24), accepting)).toEqual(['more', 'more', 'more', 'no_worse']);
});

test('what is better is better, not no worse', () => {
  expect(stepsOf(around(10, 2, 24), accepting)).toEqual(['more', 'passed', 'passed', 'passed']);
});

test('a loss larger than the smallest effect is given up at once', () => {
  expect(stepsOf(around(-10, 2, 24), accepting)).toEqual(['futile', 'futile', 'futile', 'exhausted']);
});

test('where noise hides even a loss, nothing is shown', () => {
  expect(stepsOf(around(0, 20, 24), accepting)).toEqual(['more', 'more', 'more', 'exhausted']);
});

test('without a smallest effect there is no margin: equal values are not shown to be no worse', () => {
  const strict = { ...accepting, minEffectPercent: 0 };
  expect(stepsOf(around(0, 0, 24), strict)).toEqual(['more', 'more', 'more', 'exhausted']);
});

test.each([
  ['lower', 50, 149, 151],
  ['lower', 100, 199, 201],
  ['lower', 300, 399, 401],
  ['higher', 50, 51, 49],
] as const)('where %s is better by at least %d percent, %d is no worse than 100, but %d is', (...each) => {
  const [direction, minEffectPercent, noWorse, worse] = each;
  const by: TrialRule = { direction, minEffectPercent, acceptsNoWorse: true };
  const [good, bad] = [noWorse, worse].map((candidate) => around(100 - candidate, 0.1, 8));
  expect(screenStep(fullPlan, good ?? [], by)).toBe('no_worse');
  expect(screenStep(fullPlan, bad ?? [], by)).toBe('futile');
  const confirm = { looks: [8], level: 0.0085 };
  expect(confirmStep(confirm, good ?? [], by)).toBe('no_worse');
  expect(confirmStep(confirm, bad ?? [], by)).toBe('exhausted');
});
