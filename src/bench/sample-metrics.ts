import type { MetricReading } from './metric-reader.js';
import { maskSecrets } from './secrets.js';
import { visibleText } from './visible-text.js';

/** The metric that the server measures itself: how long the command took. */
const wallSeconds = 'wall_seconds';

/** A metric that the command printed. */
export interface MetricValue {
  readonly name: string;
  readonly value: number;
}

/** Which metric is wanted, and within what bounds, both inclusive. */
export interface MetricWanted {
  readonly metricName: string;
  readonly metricMin?: number;
  readonly metricMax?: number;
  /** Other names that the settings hold: the code under test chooses all further ones, and may put a secret into one. */
  readonly namedMetrics?: readonly string[];
}

/** The primary metric and the others, or one sentence on why there is none. */
export type SampleMetrics =
  | { readonly valid: true; readonly value: number; readonly metrics: readonly MetricValue[] }
  | { readonly valid: false; readonly reason: string };

const maxNamesListed = 10;
const maxNameLength = 50;

/**
 * Picks the primary metric of a command that succeeded.
 *
 * @param seconds how long the command took by the server's clock: the value of `wall_seconds`
 * @param subject what a sentence about what printed the metrics begins with
 */
export function pickMetrics(
  wanted: MetricWanted,
  reading: MetricReading,
  seconds: number,
  subject: string,
): SampleMetrics {
  if (reading.problem !== undefined) return invalid(reading.problem);
  const measuredHere = wanted.metricName === wallSeconds;
  const printed = reading.values.get(wanted.metricName);
  if (measuredHere && printed !== undefined) {
    return invalid(
      `The server measures ${wallSeconds} itself; ${subject.toLowerCase()} must not print METRIC ${wallSeconds}.`,
    );
  }
  const value = measuredHere ? seconds : printed;
  if (value === undefined) return invalid(missing(wanted.metricName, reading, subject));
  const outside = outOfBounds(wanted, value);
  if (outside !== undefined) return invalid(outside);
  return { valid: true, value, metrics: others(wanted, reading) };
}

function invalid(reason: string): SampleMetrics {
  return { valid: false, reason };
}

function missing(name: string, reading: MetricReading, subject: string): string {
  const printed = [...reading.values.keys()].slice(0, maxNamesListed);
  const names = printed.map((each) => visibleText(each, maxNameLength)).join(', ');
  const instead = names === '' ? 'no metric at all' : `only ${names}`;
  return `${subject} printed no line "METRIC ${name}=value" on standard output; it printed ${instead}.`;
}

function outOfBounds({ metricName, metricMin, metricMax }: MetricWanted, value: number): string | undefined {
  if (metricMin !== undefined && value < metricMin) {
    return `The metric ${metricName} was ${value}, below the least possible value of ${metricMin}.`;
  }
  if (metricMax !== undefined && value > metricMax) {
    return `The metric ${metricName} was ${value}, above the greatest possible value of ${metricMax}.`;
  }
  return undefined;
}

function others({ metricName, namedMetrics = [] }: MetricWanted, reading: MetricReading): MetricValue[] {
  return [...reading.values]
    .filter(([name]) => name !== metricName)
    .map(([name, value]) => ({ name: namedMetrics.includes(name) ? name : maskSecrets(name), value }));
}
