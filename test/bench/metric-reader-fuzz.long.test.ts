import { expect, test } from 'vitest';
import { createMetricReader } from '../../src/bench/metric-reader.js';
import { fuzzMetricReader } from './metric-fuzz.js';

test('100,000 times random bytes, split anywhere', () => fuzzMetricReader(100_000, 21));

test('a METRIC line after four gigabytes of other output counts', () => {
  const reader = createMetricReader();
  const megabyte = Buffer.from('some other output '.repeat(58_255));
  for (let count = 0; count < 4 * 1024; count++) reader.push(megabyte);
  reader.push(Buffer.from('\nMETRIC a=1\n'));
  expect(reader.end()).toEqual({ values: new Map([['a', 1]]) });
});
