import { allowedForm, beginsLikeMetric, insideOf, parseMetricLine, quoteLine } from './metric-line.js';
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
  const line = lineBuffer();
  const finishLine = (): void => {
    metrics.take(line.bytes(), line.isCut() ? { hasKeyword: line.hasKeyword() } : undefined);
    line.clear();
  };
  return {
    push(chunk) {
      const first = chunk.indexOf(newline);
      if (first === -1) return line.add(chunk);
      line.add(chunk.subarray(0, first));
      finishLine();
      const last = chunk.lastIndexOf(newline);
      for (const whole of linesWithKeyword(chunk.subarray(first + 1, last + 1))) {
        line.add(whole);
        finishLine();
      }
      line.add(chunk.subarray(last + 1));
    },
    end() {
      finishLine();
      return metrics.reading();
    },
  };
}

/** Of whole lines, those in which the keyword stands: a flood of others must not slow down who prints it. */
function* linesWithKeyword(lines: Buffer): Generator<Buffer> {
  for (let at = lines.indexOf(keyword); at !== -1; ) {
    const end = lines.indexOf(newline, at);
    yield lines.subarray(lines.lastIndexOf(newline, at) + 1, end);
    at = lines.indexOf(keyword, end);
  }
}

/** The line that is being read, of which so much is held as a metric may have. */
function lineBuffer() {
  const held = Buffer.alloc(maxLineBytes);
  let length = 0;
  let last = Buffer.alloc(0); // what of the keyword may have come so far
  let hasKeyword = false;
  return {
    add(part: Buffer): void {
      part.copy(held, Math.min(length, maxLineBytes));
      length += part.length;
      if (hasKeyword) return;
      const seam = Buffer.concat([last, part]);
      hasKeyword = seam.includes('METRIC ') || seam.includes('METRIC\t');
      last = seam.subarray(Math.max(0, seam.length - keyword.length));
    },
    bytes: () => held.subarray(0, Math.min(length, maxLineBytes)),
    isCut: () => length > maxLineBytes,
    /** Whether the keyword stands anywhere in the line, with a blank, be it where nothing is held. */
    hasKeyword: () => hasKeyword,
    clear(): void {
      length = 0;
      last = Buffer.alloc(0);
      hasKeyword = false;
    },
  };
}

interface MetricCollection {
  /** @param cut given for a line of which only the beginning is held. */
  take(line: Buffer, cut?: { readonly hasKeyword: boolean }): void;
  reading(): MetricReading;
}

function collectMetrics(): MetricCollection {
  const found = new Map<string, PrintedMetric>();
  let problem: string | undefined;
  return {
    take(bytes, cut) {
      // Compared as bytes: of a megabyte of other output not one line is decoded.
      if (problem !== undefined || !(cut?.hasKeyword ?? bytes.includes(keyword))) return;
      const line = bytes.toString('utf8').replace(/\r$/, '');
      if (beginsLikeMetric(line)) problem = cut === undefined ? record(found, line) : tooLong(line);
      else if (cut !== undefined) problem = tooLong(line);
      else if (insideOf(line) !== undefined) problem = misplaced(line);
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

/**
 * What was printed before it without a line's end would otherwise swallow a metric, and leave another in its place that
 * the same code has printed.
 */
function misplaced(line: string): string {
  return `The metric ${quoteLine(insideOf(line) ?? '')} does not begin its line; ${allowedForm}.`;
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
