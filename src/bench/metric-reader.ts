import { allowedForm, parseMetricLine, quoteLine } from './metric-line.js';
import { plainText } from './plain-text.js';
import { longestSecret } from './secrets.js';

/** What the METRIC lines of a stream said. */
export interface MetricReading {
  readonly values: ReadonlyMap<string, number>;
  /** The first thing that was wrong: one sentence that quotes the line or lines and says what is allowed. */
  readonly problem?: string;
}

/** Reads METRIC lines from chunks that may be split anywhere, in a fixed amount of memory. */
export interface MetricReader {
  push(chunk: Buffer): void;
  /** Takes a last line without newline too. Call it once, when the stream is over. */
  end(): MetricReading;
}

const keyword = Buffer.from('METRIC');
const newline = 0x0a;
const maxLineBytes = 4096;
const maxMetrics = 200;

/** A reader for one stream. It never throws, whatever the bytes are. */
export function createMetricReader(): MetricReader {
  const metrics = collectMetrics();
  const line = Buffer.alloc(maxLineBytes);
  let length = 0; // of the line so far, of which at most maxLineBytes are kept

  const add = (part: Buffer): void => {
    part.copy(line, Math.min(length, maxLineBytes));
    length += part.length;
  };
  const finishLine = (): void => {
    metrics.take(line.subarray(0, Math.min(length, maxLineBytes)), length > maxLineBytes);
    length = 0;
  };
  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        // Most lines are no metrics, and their first byte says so: a flood of them must not slow down who prints it.
        if (length > 0 || chunk[start] === keyword[0]) {
          add(chunk.subarray(start, end));
          finishLine();
        }
        start = end + 1;
      }
      add(chunk.subarray(start));
    },
    end() {
      finishLine();
      return metrics.reading();
    },
  };
}

interface MetricCollection {
  take(line: Buffer, cut: boolean): void;
  reading(): MetricReading;
}

function collectMetrics(): MetricCollection {
  const found = new Map<string, PrintedMetric>();
  let problem: string | undefined;
  return {
    take(bytes, cut) {
      // Compared as bytes: of a megabyte of other output not one line is decoded.
      if (problem !== undefined || !startsWithMetric(bytes)) return;
      const line = bytes.toString('utf8').replace(/\r$/, '');
      problem = cut ? tooLong(line) : record(found, line);
    },
    reading() {
      const values = new Map([...found].map(([name, { value }]) => [name, value]));
      return problem === undefined ? { values } : { values, problem };
    },
  };
}

interface PrintedMetric {
  readonly value: number;
  readonly line: string;
}

function startsWithMetric(line: Buffer): boolean {
  const blank = line[keyword.length];
  return (blank === 0x20 || blank === 0x09) && line.subarray(0, keyword.length).equals(keyword);
}

/** Adds the line's metric to those found, or returns what is wrong with it. */
function record(found: Map<string, PrintedMetric>, line: string): string | undefined {
  const parsed = parseMetricLine(line);
  if (parsed.kind === 'malformed') return malformed(line);
  const { name, value } = parsed;
  const earlier = found.get(name);
  if (earlier !== undefined && earlier.value !== value) {
    return `The metric ${quoteLine(name)} was given twice, in ${quoteLine(earlier.line)} and in ${quoteLine(line)}; allowed is one value for each name.`;
  }
  if (earlier !== undefined) return undefined;
  if (found.size === maxMetrics) {
    return `The line ${quoteLine(line)} is one metric too many; allowed are ${maxMetrics} different names.`;
  }
  found.set(name, { value, line });
  return undefined;
}

function malformed(line: string): string {
  return `The line ${quoteLine(line)} is not a metric; ${allowedForm}.`;
}

// Some of its last characters may be the beginning of a secret, or of an escape sequence inside one.
const doubtful = 256;

function tooLong(line: string): string {
  const plain = plainText(line);
  const known = plain.slice(0, Math.max(0, plain.length - longestSecret() - doubtful));
  return `The line ${quoteLine(`${known}…`)} has more than ${maxLineBytes} bytes; ${allowedForm}.`;
}
