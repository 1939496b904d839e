import { expect, test } from 'vitest';
import { doubledMidranks } from '../../src/verdict/midranks.js';

test.each([
  [[], []],
  [[5], [2]],
  [
    [3, 1, 2],
    [6, 2, 4],
  ],
  [
    [1, 1],
    [3, 3],
  ],
  [
    [2, 9, 2, 1, 2],
    [6, 10, 6, 2, 6],
  ],
  [
    [0, 7, 0],
    [3, 6, 3],
  ],
])('twice the midranks of %j are %j', (values, ranks) => {
  expect(doubledMidranks(values)).toEqual(ranks);
});

test('values that only rounding tells apart are tied', () => {
  expect(0.3 - 0.2).not.toBe(0.2 - 0.1);
  expect(doubledMidranks([0.3 - 0.2, 0.2 - 0.1])).toEqual([3, 3]);
});

test('values that more than rounding tells apart are not tied, however small or large they are', () => {
  expect(doubledMidranks([1.000001e-300, 1e-300])).toEqual([4, 2]);
  expect(doubledMidranks([1e300, 1.000001e300])).toEqual([2, 4]);
});

test('infinite values are tied with each other', () => {
  expect(doubledMidranks([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toEqual([3, 3]);
});
