import { expect, test } from 'vitest';
import { violations } from '../../src/verdict/constraints.js';

const memory = (value: number) => new Map([['memory', value]]);

test.each([
  [{ metric: 'memory', max: 10 }, 10, 10, 0],
  [{ metric: 'memory', max: 10 }, 10, 10.1, 1],
  [{ metric: 'memory', min: -1 }, 0, -1, 0],
  [{ metric: 'memory', min: -1 }, 0, -2, 1],
  [{ metric: 'memory', max_regression_percent: 10 }, 100, 110, 0],
  [{ metric: 'memory', max_regression_percent: 10 }, 100, 111, 1],
  [{ metric: 'memory', max_regression_percent: 10 }, 100, 1, 0],
  [{ metric: 'memory', max_regression_percent: 0 }, 100, 100, 0],
  [{ metric: 'memory', max_regression_percent: 10 }, -100, -91, 0],
  [{ metric: 'memory', max_regression_percent: 10 }, -100, -90, 0],
  [{ metric: 'memory', max_regression_percent: 10 }, -100, -89, 1],
  [{ metric: 'memory', max_regression_percent: 10 }, 0, 1, 1],
  [{ metric: 'memory', max_regression_percent: 10 }, 0, 0, 0],
])('%j from %d to %d: %d violations', (constraint, before, after, count) => {
  expect(violations([constraint], memory(before), memory(after))).toHaveLength(count);
});

test('a constrained metric that is not printed is a violation; one that the incumbent lacks cannot regress', () => {
  const constraint = { metric: 'memory', max_regression_percent: 1 };
  expect(violations([constraint], memory(1), new Map())).toEqual([expect.stringContaining('not printed')]);
  expect(violations([constraint], new Map(), memory(1e9))).toEqual([]);
});

test('each violated constraint is named', () => {
  const found = violations(
    [
      { metric: 'memory', max: 1 },
      { metric: 'size', max: 1 },
    ],
    new Map(),
    new Map([
      ['memory', 2],
      ['size', 3],
    ]),
  );
  expect(found).toEqual([expect.stringContaining('memory is 2'), expect.stringContaining('size is 3')]);
});
