import { describe, expect, test } from 'vitest';
import { type ConstraintEvidence, violation } from '../../src/verdict/constraints.js';

const metric = 'memory';
const without = (before: number, after: number): ConstraintEvidence => ({
  pairs: [],
  incumbent: [before],
  candidate: [after],
});
/** Pairs in which the candidate needs more by so many percent. */
const growing = (percents: readonly number[]): ConstraintEvidence => {
  const pairs = percents.map((percent) => ({ incumbent: 200, candidate: 200 * (1 + percent / 100) }));
  return {
    pairs,
    incumbent: pairs.map((pair) => pair.incumbent),
    candidate: pairs.map((pair) => pair.candidate),
  };
};

describe('without pairs the values are compared', () => {
  test.each([
    [{ max: 10 }, 10, 10, true],
    [{ max: 10 }, 10, 10.1, false],
    [{ min: -1 }, 0, -1, true],
    [{ min: -1 }, 0, -2, false],
    [{ max_regression_percent: 10 }, 100, 110, true],
    [{ max_regression_percent: 10 }, 100, 111, false],
    [{ max_regression_percent: 10 }, 100, 1, true],
    [{ max_regression_percent: 0 }, 100, 100, true],
    [{ max_regression_percent: 10 }, -100, -91, true],
    [{ max_regression_percent: 10 }, -100, -90, true],
    [{ max_regression_percent: 10 }, -100, -89, false],
    [{ max_regression_percent: 10 }, 0, 1, false],
    [{ max_regression_percent: 10 }, 0, 0, true],
  ])('%j from %d to %d: within the limit is %s', (limits, before, after, isWithin) => {
    const found = violation({ metric, ...limits }, without(before, after), 'possibly');
    expect(found === undefined).toBe(isWithin);
  });
});

describe('a regression in pairs', () => {
  const limit = { metric, max_regression_percent: 5 };
  test.each([
    ['none at all', Array(8).fill(0), { surely: false, possibly: false }],
    ['just as much as is allowed', Array(8).fill(5), { surely: false, possibly: false }],
    ['a small one with little noise', [1, 2, 1, 3, 2, 1, 2, 3], { surely: false, possibly: false }],
    ['a small one that noise may hide', [-9, 9, 2, -8, 12, 0, -4, 8], { surely: false, possibly: true }],
    ['a large one', [9, 10, 11, 12, 9, 10, 8, 11], { surely: true, possibly: true }],
    ['fewer pairs than an interval needs, all within', [1, 4, 2, 3, 2], { surely: false, possibly: false }],
    ['fewer pairs than an interval needs, one beyond', [1, 6, 2, 3, 2], { surely: false, possibly: true }],
  ])('%s', (_, percents, expected) => {
    const isViolated = (strictness: 'surely' | 'possibly') =>
      violation(limit, growing(percents), strictness) !== undefined;
    expect({ surely: isViolated('surely'), possibly: isViolated('possibly') }).toEqual(expected);
  });

  test('says how large it may be, and in how many pairs', () => {
    const said = violation(limit, growing([9, 10, 11, 12, 9, 10, 8, 11]), 'possibly');
    expect(said).toContain('memory went from 200 to 220, by up to 1');
    expect(said).toContain('8 pairs');
  });

  test('of a metric that is not positive is judged by differences', () => {
    const pairs = Array.from({ length: 8 }, () => ({ incumbent: 0, candidate: 1 }));
    const evidence = { pairs, incumbent: Array(8).fill(0), candidate: Array(8).fill(1) };
    expect(violation(limit, evidence, 'possibly')).toContain('from 0 to 1');
  });
});

test('an absolute limit is judged by the median, and a lucky sample does not meet it', () => {
  const evidence = growing([0, 0, 0, -50, 0, 0]);
  expect(violation({ metric, max: 199 }, evidence, 'surely')).toContain('above its maximum of 199');
  expect(violation({ metric, max: 200 }, evidence, 'surely')).toBeUndefined();
});

test('a constrained metric that one sample did not print is a violation', () => {
  const evidence = { ...growing([0, 0]), candidate: [200, undefined] };
  expect(violation({ metric, max: 1e9 }, evidence, 'surely')).toContain('not printed');
});

test('a metric that the incumbent does not print cannot be shown not to regress', () => {
  const evidence = { pairs: [], incumbent: [], candidate: [1e9] };
  expect(violation({ metric, max_regression_percent: 1 }, evidence, 'possibly')).toContain('incumbent');
  expect(violation({ metric, max: 1e9 }, evidence, 'possibly')).toBeUndefined();
});
