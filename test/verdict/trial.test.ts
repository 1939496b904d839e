import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../src/verdict/comparison.js';
import { futilityLooks, longest, type PairedPlan } from '../../src/verdict/plan.js';
import { type ScreenStep, screenStep, type TrialRule } from '../../src/verdict/trial.js';
import { around, fullPlan, gains, rule } from './given-pairs.js';
import { anyPairs, direction, seed } from './random-pairs.js';

/** The answer after every pair until one is not `more`, as 'after <pairs>: <step>'. */
function outcome(pairs: readonly Pair[], by: TrialRule = rule, plan: PairedPlan = fullPlan): string {
  for (let seen = 1; seen <= pairs.length; seen++) {
    const step = screenStep(plan, pairs.slice(0, seen), by);
    if (step !== 'more') return `after ${seen}: ${step}`;
  }
  return 'more';
}

describe('a screen', () => {
  test.each([
    ['a clear gain passes at the first look', around(10, 2, 24), 'after 8: passed'],
    ['a clear loss is given up after four pairs', around(-10, 2, 24), 'after 4: futile'],
    ['what is as good as the smallest effect is drawn to the end', around(1, 8, 24), 'after 24: exhausted'],
    [
      'a gain that shows late passes at a later look',
      [...around(1, 8, 8), ...around(9, 1, 16)],
      'after 16: passed',
    ],
    [
      'a loss that shows late is given up later',
      [...around(1, 8, 4), ...around(-9, 1, 20)],
      'after 8: futile',
    ],
    ['and later still', [...around(1, 8, 8), ...around(-9, 1, 16)], 'after 16: futile'],
    ['equal values are given up', around(0, 0, 24), 'after 4: futile'],
  ])('%s', (_, pairs, expected) => {
    expect(outcome(pairs)).toBe(expected);
  });

  test('a loss at the last look is not futile but the end', () => {
    expect(screenStep(fullPlan, around(-10, 2, 24), rule)).toBe('exhausted');
    expect(screenStep(fullPlan, around(-10, 2, 16), rule)).toBe('futile');
  });

  test('a gain beyond the last look is not tested again', () => {
    expect(screenStep(fullPlan, around(10, 2, 24), rule)).toBe('passed');
    expect(screenStep(fullPlan, around(10, 2, 25), rule)).toBe('exhausted');
  });

  test('where higher is better, the same pairs say the opposite', () => {
    const higher: TrialRule = { ...rule, direction: 'higher' };
    expect(outcome(around(10, 2, 24), higher)).toBe('after 4: futile');
    expect(outcome(around(-10, 2, 24), higher)).toBe('after 8: passed');
  });

  test('one loss of the third rank of eight passes the level of .0225, one of the fourth does not', () => {
    // Five of 256 patterns, and seven.
    expect(screenStep(fullPlan, gains([5, 10, -12, 15, 20, 25, 30, 35]), rule)).toBe('passed');
    expect(screenStep(fullPlan, gains([5, 10, 13, -16, 20, 25, 30, 35]), rule)).toBe('more');
  });

  test('a single look is taken at its number of pairs, whatever that is', () => {
    const five: PairedPlan = { kind: 'paired', screen: { looks: [5], level: 0.05 } };
    expect(outcome(around(10, 2, 5), rule, five)).toBe('after 5: passed');
    expect(outcome([...around(10, 2, 4), ...gains([-1])], rule, five)).toBe('after 5: exhausted');
    expect(outcome(around(-10, 2, 5), rule, five)).toBe('after 4: futile');
  });

  test('a single look comes late, but giving up does not', () => {
    const late: PairedPlan = { kind: 'paired', screen: { looks: [23], level: 0.05 } };
    expect(outcome(around(10, 2, 23), rule, late)).toBe('after 23: passed');
    expect(outcome([...around(1, 8, 4), ...around(-9, 1, 19)], rule, late)).toBe('after 8: futile');
    expect(outcome([...around(1, 8, 8), ...around(-9, 1, 15)], rule, late)).toBe('after 16: futile');
  });
});

describe('the smallest effect that counts', () => {
  test('bars a gain that is certain, but smaller', () => {
    expect(outcome(around(0.5, 0.1, 24))).toBe('after 4: futile');
    expect(screenStep(fullPlan, around(0.5, 0.1, 24), rule)).toBe('exhausted');
    expect(outcome(around(0.5, 0.1, 24), { ...rule, minEffectPercent: 0 })).toBe('after 8: passed');
    expect(outcome(around(0.5, 0.1, 24), { ...rule, minEffectPercent: 0.4 })).toBe('after 8: passed');
  });

  test.each([
    ['lower', -1],
    ['higher', 1],
  ] as const)('counts when it is met exactly, whatever the rounding, where %s is better', (way, sign) => {
    for (const percent of [1, 2, 3, 5, 10, 20, 50]) {
      const pairs = Array.from({ length: 8 }, (_, at) => {
        const incumbent = 100 * (at + 3);
        return { incumbent, candidate: incumbent + sign * percent * (at + 3) };
      });
      const by: TrialRule = { direction: way, minEffectPercent: percent, acceptsNoWorse: false };
      expect(outcome(pairs, by)).toBe('after 8: passed');
      expect(outcome(pairs, { ...by, minEffectPercent: percent + 0.01 })).toBe('after 4: futile');
    }
  });

  test('may be one that no candidate can reach', () => {
    expect(outcome(around(90, 1, 24), { ...rule, minEffectPercent: 100 })).toBe('after 4: futile');
  });
});

describe('between looks', () => {
  const plans = fc.constantFrom<PairedPlan>(
    fullPlan,
    { kind: 'paired', screen: { looks: [5], level: 0.05 } },
    { kind: 'paired', screen: { looks: [13], level: 0.05 } },
    { kind: 'paired', screen: { looks: [24], level: 0.05 } },
  );
  const rules = fc.record({
    direction,
    minEffectPercent: fc.constantFrom(0, 1, 50, 200),
    acceptsNoWorse: fc.boolean(),
  });
  // One-sided pairs, too: random ones alone would hardly tempt a test.
  const tempting = fc.constantFrom(around(50, 10, 24), around(-50, 10, 24));
  const pairsOf = fc.tuple(fc.oneof(anyPairs, tempting), fc.nat(24)).map(([pairs, n]) => pairs.slice(0, n));

  test('the answer is always more, whatever the pairs say', () => {
    fc.assert(
      fc.property(plans, rules, pairsOf, (plan, by, pairs) => {
        const { screen } = plan;
        fc.pre(pairs.length < longest(screen));
        fc.pre(![...screen.looks, ...futilityLooks].includes(pairs.length));
        expect(screenStep(plan, pairs, by)).toBe('more');
      }),
      { ...seed, numRuns: 1000 },
    );
  });

  test('and at the looks it is one of those that belong there', () => {
    fc.assert(
      fc.property(plans, rules, pairsOf, (plan, by, pairs) => {
        const isLast = pairs.length >= longest(plan.screen);
        const allowed: ScreenStep[] = isLast ? ['exhausted'] : ['more', 'futile'];
        if (plan.screen.looks.includes(pairs.length)) {
          allowed.push('passed');
          if (by.acceptsNoWorse) allowed.push('no_worse');
        }
        expect(allowed).toContain(screenStep(plan, pairs, by));
      }),
      { ...seed, numRuns: 1000 },
    );
  });
});
