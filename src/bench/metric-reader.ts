import { allowedForm, parseMetricLine, quoteLine } from './metric-line.js';

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
  const values = new Map<string, number>();
  let problem: string | undefined;
  return {
    take(bytes, cut) {
      // Compared as bytes: of a megabyte of other output not one line is decoded.
      if (problem !== undefined || !startsWithMetric(bytes)) return;
      const line = bytes.toString('utf8').replace(/\r$/, '');
      problem = cut ? malformed(line) : record(values, line);
    },
    reading: () => (problem === undefined ? { values } : { values, problem }),
  };
}

function startsWithMetric(line: Buffer): boolean {
  const blank = line[keyword.length];
  return (blank === 0x20 || blank === 0x09) && line.subarray(0, keyword.length).equals(keyword);
}

/** Adds the line's metric to the values, or returns what is wrong with it. */
function record(values: Map<string, number>, line: string): string | undefined {
  const parsed = parseMetricLine(line);
  if (parsed.kind === 'malformed') return malformed(line);
  const { name, value } = parsed;
  const earlier = values.get(name);
  if (earlier !== undefined && earlier !== value) {
    return `The metric ${quoteLine(name)} was given twice, as "${earlier}" and in ${quoteLine(line)}; allowed is one value for each name.`;
  }
  if (earlier === undefined && values.size === maxMetrics) {
    return `The line ${quoteLine(line)} is one metric too many; allowed are ${maxMetrics} different names.`;
  }
  values.set(name, value);
  return undefined;
}

function malformed(line: string): string {
  return `The line ${quoteLine(line)} is not a metric; ${allowedForm}.`;
}
