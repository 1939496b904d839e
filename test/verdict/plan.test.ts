import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longest, type Plan, planFor, type Stage } from '../../src/verdict/plan.js';
import { fullPlan } from './given-pairs.js';
import { seed } from './random-pairs.js';

const oneLook = (pairs: number, level: number): Stage => ({ looks: [pairs], level });
const screened = (screen: Stage): Plan => ({ kind: 'paired', screen });
const confirmed = (pairs: number, level: number): Plan => ({
  kind: 'paired',
  screen: oneLook(pairs, 0.05),
  confirm: oneLook(pairs, level),
});
const single: Plan = { kind: 'single' };

describe('with a confirmation', () => {
  test.each([
    [0, single],
    [11, single],
    [12, screened(oneLook(5, 0.05))],
    [13, screened(oneLook(5, 0.05))],
    [14, screened(oneLook(6, 0.05))],
    [21, screened(oneLook(9, 0.05))],
    // Five of five have a p-value of 1/32, which no stricter level would let pass.
    [22, confirmed(5, 1 / 32)],
    [23, confirmed(5, 1 / 32)],
    [25, confirmed(5, 1 / 32)],
    [26, confirmed(6, 0.02)],
    [97, confirmed(23, 0.02)],
    [98, fullPlan],
    [99, fullPlan],
    [Number.POSITIVE_INFINITY, fullPlan],
  ])('%d samples afford %j', (affordable, plan) => {
    expect(planFor({ deterministic: false, affordable, confirms: true })).toEqual(plan);
  });
});

describe('without a confirmation', () => {
  test.each([
    [11, single],
    [12, screened(oneLook(5, 0.05))],
    [22, screened(oneLook(10, 0.05))],
    [49, screened(oneLook(23, 0.05))],
    [50, screened(fullPlan.screen)],
    [1000, screened(fullPlan.screen)],
  ])('%d samples afford %j', (affordable, plan) => {
    expect(planFor({ deterministic: false, affordable, confirms: false })).toEqual(plan);
  });
});

test('a deterministic metric is judged exactly, whatever the budget', () => {
  for (const affordable of [0, 12, 98]) {
    expect(planFor({ deterministic: true, affordable, confirms: true })).toEqual({ kind: 'exact' });
  }
});

test('a plan stays within its samples, and every test in it can be passed at its first look', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.boolean(), (affordable, confirms) => {
      const plan = planFor({ deterministic: false, affordable, confirms });
      expect(plan.kind).toBe(affordable < 12 ? 'single' : 'paired');
      if (plan.kind !== 'paired') return;
      const stages = plan.confirm === undefined ? [plan.screen] : [plan.screen, plan.confirm];
      const pairs = stages.reduce((sum, stage) => sum + longest(stage), 0);
      // Two samples come before.
      expect(2 + 2 * pairs).toBeLessThanOrEqual(affordable);
      for (const { looks, level } of stages) expect(2 ** -Math.min(...looks)).toBeLessThanOrEqual(level);
    }),
    { ...seed, numRuns: 500 },
  );
});

test('the longest look is the last pair that a stage draws', () => {
  expect([longest(fullPlan.screen), longest(oneLook(7, 0.05))]).toEqual([24, 7]);
});
