import { expect, test } from 'vitest';
import { fuzzMetricReader } from './metric-fuzz.js';
import { readSlowly } from './metric-oracle.js';

test('random bytes, split anywhere, are read as a slow and obvious reader does', () => {
  fuzzMetricReader(3000, 20);
});

test.each([
  [
    'METRIC a=1\nMETRIC µ=-2.5e3 \r\nMETRIC a=1.0\n',
    [
      ['a', 1],
      ['µ', -2500],
    ],
    undefined,
  ],
  ['METRIC a=1\nMETRIC a=2\nMETRIC b=1\n', [['a', 1]], 'twice'],
  ['METRIC a=1\nMETRIC b=0x10\n', [['a', 1]], 'malformed'],
  [`METRIC a=1.${'0'.repeat(4085)}`, [['a', 1]], undefined],
  [`METRIC a=1.${'0'.repeat(4086)}`, [], 'too long'],
])('the slow reader itself: %j', (output, values, problem) => {
  const reading = readSlowly(Buffer.from(output));
  expect([[...reading.values], reading.problem]).toEqual([values, problem]);
});
