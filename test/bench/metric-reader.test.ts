import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMetricReader, type MetricReading } from '../../src/bench/metric-reader.js';

function read(...chunks: (Buffer | string)[]): MetricReading {
  const reader = createMetricReader();
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return reader.end();
}

describe('a good line', () => {
  it.each([
    ['METRIC ms=1', 'ms', 1],
    ['METRIC ms=+1.5', 'ms', 1.5],
    ['METRIC ms=-0.25e-3', 'ms', -0.00025],
    ['METRIC ms=1E+10', 'ms', 1e10],
    ['METRIC ms=007', 'ms', 7],
    ['METRIC ms=123456789012345678901234567890', 'ms', 1.2345678901234568e29],
    ['METRIC\tms=1', 'ms', 1],
    ['METRIC  ms=1 ', 'ms', 1],
    ['METRIC ms=1\r', 'ms', 1],
    [`METRIC ${'m'.repeat(100)}=1`, 'm'.repeat(100), 1],
    ['METRIC ms=-0', 'ms', -0],
    ['METRIC time_µs/op.p99%-x=3', 'time_µs/op.p99%-x', 3],
  ])('%j', (line, name, value) => {
    const expected = { values: new Map([[name, value]]) };
    expect(read(line)).toEqual(expected);
    expect(read(`before\n${line}\nafter\n`)).toEqual(expected);
  });
});

describe('a bad line', () => {
  it.each([
    'METRIC ms=NaN',
    'METRIC ms=nan',
    'METRIC ms=Inf',
    'METRIC ms=-Infinity',
    'METRIC ms=1,000',
    'METRIC ms=1_000',
    'METRIC ms=10ms',
    'METRIC ms=0x10',
    'METRIC ms=',
    'METRIC ms',
    'METRIC ',
    'METRIC =1',
    'METRIC ms=1e999',
    'METRIC ms=-1e999',
    'METRIC ms=1e',
    'METRIC ms=.5',
    'METRIC ms=5.',
    'METRIC ms=--5',
    'METRIC ms = 1',
    'METRIC ms= 1',
    'METRIC ms=1 2',
    'METRIC ms=+-1',
    'METRIC ms=1 ms',
    'METRIC ms=1e-400',
    'METRIC ms=١٢',
    `METRIC ${'m'.repeat(101)}=1`,
    'METRIC ms:1',
    'METRIC zwei wörter=1',
    'METRIC zeit_μs=1', // the Greek letter, not the micro sign
    'METRIC ms=١',
    'METRIC is what this program prints',
    'METRIC',
    'METRIC:ms=1',
    'METRIC\u00a0ms=1',
    'METRIC=1',
  ])('%j', (line) => {
    const { values, problem } = read(`METRIC good=1\n${line}\n`);
    expect(problem).toContain(`"${line}"`);
    expect(problem).toContain('allowed is METRIC name=value');
    expect(values.get('good')).toBe(1);
  });

  it('is quoted cut and with the invisible spelt out', () => {
    expect(read('METRIC \u001b[31mms=1\u202e\rx').problem).toContain(
      '"METRIC \\u{1b}[31mms=1\\u{202e}\\u{d}x"',
    );
    const { problem } = read(`METRIC ms=${'9'.repeat(10_000)}x`);
    expect(problem).toContain('99…"');
    expect(problem?.length).toBeLessThan(500);
  });

  it('that is too long is never a number', () => {
    expect(read(`METRIC ms=1.${'0'.repeat(5000)}e-5\n`).problem).toBeDefined();
    expect(read(`METRIC ms=1.${'0'.repeat(4000)}e-5\n`)).toEqual({ values: new Map([['ms', 1e-5]]) });
  });

  it('with invalid UTF-8 is a problem', () => {
    expect(read(Buffer.from([...Buffer.from('METRIC '), 0xb5, ...Buffer.from('s=1')])).problem).toContain(
      '\ufffd',
    );
  });
});

describe('a metric that does not begin its line', () => {
  it.each([
    'junk METRIC ms=1',
    'junkMETRIC ms=1',
    ' METRIC ms=NaN',
    '\u00a0METRIC  ms=1',
    'METRICS METRIC\tms=1',
  ])('%j', (line) => {
    const { values, problem } = read(`METRIC good=1\n${line}\n`);
    expect(problem).toContain(`"METRIC`);
    expect(problem).toContain('does not begin its line');
    expect([...values]).toEqual([['good', 1]]);
  });

  it.each([6, 4089, 4090, 4095, 4096, 4097, 100_000])('after %i other bytes, split anywhere', (length) => {
    const line = `${'x'.repeat(length)}METRIC ms=1\n`;
    fc.assert(
      fc.property(fc.nat(line.length), (at) => {
        expect(read('METRIC ms=2\n', line.slice(0, at), line.slice(at)).problem).toMatch(
          /does not begin its line|has more than 4096 bytes/,
        );
      }),
      { seed: 4, numRuns: 50 },
    );
  });
});

describe('other lines', () => {
  it.each([
    'METRICS x=NaN',
    'METRIC_x=NaN',
    'metric x=NaN',
    'a METRIC is printed',
    ' METRIC',
    'a METRIC=1',
    `METRICS${'x'.repeat(5000)}`,
  ])('%j', (line) => expect(read(line)).toEqual({ values: new Map() }));
});

describe('the same name', () => {
  it('may come twice with one value', () => {
    expect(read('METRIC a=1\nMETRIC a=1.0\n')).toEqual({ values: new Map([['a', 1]]) });
  });

  it('may not come with two', () => {
    const { problem } = read('METRIC a=1.0\nMETRIC a=1\nMETRIC  a=2\nMETRIC a=3\n');
    expect(problem).toContain('in "METRIC a=1.0" and in "METRIC  a=2"');
    expect(problem).toContain('allowed is one value');
  });

  it('may be one that every object has', () => {
    expect(read('METRIC __proto__=1\nMETRIC constructor=2').values).toEqual(
      new Map([
        ['__proto__', 1],
        ['constructor', 2],
      ]),
    );
  });
});

it('takes no more metrics than a command can mean', () => {
  const lines = Array.from({ length: 201 }, (_, index) => `METRIC m${index}=1\n`);
  expect(read(...lines.slice(0, 200))).not.toHaveProperty('problem');
  expect(read(...lines).problem).toContain('one metric too many');
});

it('reads µ that is split between chunks', () => {
  const [first, second] = [
    Buffer.from('METRIC µ=1\n').subarray(0, 8),
    Buffer.from('METRIC µ=1\n').subarray(8),
  ];
  expect(read(first, second)).toEqual({ values: new Map([['µ', 1]]) });
});

const piece = fc.oneof(
  fc.constantFrom(
    'METRIC ',
    'METRIC\t',
    'METRIC a=1',
    'METRIC µ=2',
    '\n',
    '\r\n',
    'a=',
    '1e5',
    'x'.repeat(4090),
  ),
  fc.string({ unit: 'binary' }),
);
const bytes = fc.oneof(
  fc.uint8Array().map((array) => Buffer.from(array)),
  fc.array(piece).map((pieces) => Buffer.from(pieces.join(''))),
);

it('reads the same however the bytes are split, and never throws', () => {
  fc.assert(
    fc.property(bytes, fc.array(fc.nat({ max: 20_000 })), (all, cuts) => {
      const ends = [...cuts.map((cut) => cut % (all.length + 1)).sort((a, b) => a - b), all.length];
      const chunks = ends.map((end, index) => all.subarray(ends[index - 1] ?? 0, end));
      expect(read(...chunks)).toEqual(read(all));
    }),
    { numRuns: 1000 },
  );
});

it('finds a METRIC line among any other lines', () => {
  const other = fc.string({ unit: 'binary' }).filter((text) => !text.includes('METRIC'));
  const value = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((number) => !Object.is(number, -0));
  fc.assert(
    fc.property(fc.array(other), value, fc.array(other), (before, number, after) => {
      const text = [...before, `METRIC it=${number}`, ...after].join('\n');
      expect(read(text)).toEqual({ values: new Map([['it', number]]) });
    }),
  );
});
