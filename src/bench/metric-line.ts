import { visibleText } from './visible-text.js';

/** One line read as a METRIC line. */
export type MetricLine =
  | { readonly kind: 'metric'; readonly name: string; readonly value: number }
  | { readonly kind: 'malformed' };

const pattern = /^METRIC[ \t]+([A-Za-z0-9_.µ%/-]+)=([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[ \t]*$/u;
const maxNameLength = 100;
const maxQuoted = 120;

/** What a METRIC line may be, to end a sentence with. */
export const allowedForm =
  'allowed is METRIC name=value with a name of at most 100 characters A-Z a-z 0-9 _ . µ % / - and a finite decimal number such as -1.5e3, without unit or thousands separator';

/** Whether a line is meant to be a metric: it starts with METRIC, which is not the beginning of another word. */
export function beginsLikeMetric(line: string): boolean {
  return /^METRIC(?![A-Za-z0-9_])/.test(line);
}

/** What looks like a metric and stands further on in a line, to the line's end; undefined where there is none. */
export function insideOf(line: string): string | undefined {
  return /(?<=.)METRIC[ \t]+[A-Za-z0-9_.µ%/-]+=.*/su.exec(line)?.[0];
}

/** Reads a line that {@link beginsLikeMetric}. The value of a metric is finite. */
export function parseMetricLine(line: string): MetricLine {
  const [, name, digits] = pattern.exec(line) ?? [];
  const value = Number(digits);
  if (name === undefined || digits === undefined || !Number.isFinite(value)) return { kind: 'malformed' };
  if (name.length > maxNameLength) return { kind: 'malformed' };
  // Too small to be told from zero, which for some metrics would be the perfect value.
  if (value === 0 && /[1-9]/.test(digits.replace(/[eE].*/, ''))) return { kind: 'malformed' };
  return { kind: 'metric', name, value };
}

/** A line in quotes, cut to 120 characters, with secrets masked and whatever is invisible spelt out. */
export function quoteLine(line: string): string {
  return `"${visibleText(line, maxQuoted).replaceAll('"', '\\"')}"`;
}
