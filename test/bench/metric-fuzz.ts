import fc from 'fast-check';
import { expect } from 'vitest';
import { createMetricReader } from '../../src/bench/metric-reader.js';
import { type OracleProblem, readSlowly } from './metric-oracle.js';

const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('a', 'b', 'ms', 'µ', 'p99%', 'x/y-z_1.0') },
  { weight: 1, arbitrary: fc.constantFrom('', 'a b', 'μ', 'a=', 'm'.repeat(100), 'm'.repeat(101)) },
  { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
);
const value = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom('1', '1.0', '+1', '1e0', '-2', '0', '-0', '0.0e9', '1E-5', '007'),
  },
  { weight: 2, arbitrary: fc.double().map(String) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        '',
        'NaN',
        'Inf',
        '-Infinity',
        '1,000',
        '1_000',
        '10ms',
        '0x10',
        '1e999',
        '1e-999',
        '+-1',
        '.5',
        '5.',
      ],
      ...['1e', '1e+', '١٢', '１', '1 2', '1\0', `1.${'0'.repeat(4080)}`, `1.${'0'.repeat(4090)}`],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'0123456789+-.eE'), maxLength: 6 }) },
);
const blank = fc.constantFrom(' ', ' ', ' ', '\t', '  ', ' \t', '');
const end = fc.constantFrom('\n', '\n', '\n', '\r\n', ' \n', '\t\r\n', '\r', '', 'x\n', '\r\r\n', '\v\n');
const metricLine = fc.tuple(
  fc.constantFrom('METRIC', 'METRIC', 'METRIC', 'METRICS', 'metric', ' METRIC'),
  blank,
  name,
);
const manyNames = Array.from({ length: 199 }, (_, index) => `METRIC m${index}=1\n`).join('');
const piece = fc.oneof(
  {
    weight: 100,
    arbitrary: fc
      .tuple(metricLine, value, end)
      .map(([start, digits, last]) => Buffer.from(`${start.join('')}=${digits}${last}`)),
  },
  { weight: 15, arbitrary: fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 15,
    arbitrary: fc
      .constantFrom(
        'METRIC ',
        'METRIC',
        '\n',
        '\r\n',
        '=',
        'other output\n',
        '\ufeff',
        'x'.repeat(4090),
        'x'.repeat(5000),
        'METRIC:',
        'METRIC_',
        'junk ',
      )
      .map((text) => Buffer.from(text)),
  },
  { weight: 1, arbitrary: fc.constant(Buffer.from(manyNames)) },
);
const output = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat(pieces));
const cuts = fc.array(fc.nat(), { maxLength: 8 });

const words: Record<OracleProblem, string> = {
  malformed: 'is not a metric',
  misplaced: 'does not begin its line',
  twice: 'was given twice',
  'too many': 'is one metric too many',
  'too long': 'has more than 4096 bytes',
};

/** The reader, given random bytes that are split anywhere, against the slow one; it throws where they differ. */
export function fuzzMetricReader(numRuns: number, seed: number): void {
  fc.assert(
    fc.property(output, cuts, (all, places) => {
      const expected = readSlowly(all);
      const reader = createMetricReader();
      for (const chunk of split(all, places)) reader.push(chunk);
      const { values, problem } = reader.end();
      expect([...values]).toEqual([...expected.values]);
      if (expected.problem === undefined) expect(problem).toBeUndefined();
      else expect(problem).toContain(words[expected.problem]);
    }),
    { numRuns, seed },
  );
}

function split(all: Buffer, places: readonly number[]): Buffer[] {
  const ends = places.map((place) => place % (all.length + 1)).sort((a, b) => a - b);
  // Each a copy of its own: what is held of a chunk must not be.
  return [...ends, all.length].map((end, index) => Buffer.from(all.subarray(ends[index - 1] ?? 0, end)));
}
