import { fitting } from '../bench/token-bound.js';
import type { SecondaryMetric } from '../store/run.js';
import type { Session } from '../store/session.js';

const maxMetrics = 16;
const maxTokens = 420;

/** A run's secondary metrics as the agent sees them: a command may print two hundred, of any name. */
export interface ShownMetrics {
  readonly metrics: readonly SecondaryMetric[];
  /** How many are not among them, in words. */
  readonly notes: readonly string[];
}

/** At most 16 metrics, those that a constraint names first. */
export function shownMetrics({ config }: Session, all: readonly SecondaryMetric[]): ShownMetrics {
  const constrained = new Set(config.constraints.map(({ metric }) => metric));
  const [first, others] = [true, false].map((is) => all.filter(({ name }) => constrained.has(name) === is));
  const named = [...(first ?? []), ...(others ?? [])].slice(0, maxMetrics);
  const metrics = fitting(named, (metric) => JSON.stringify(metric), maxTokens);
  const leftOut = all.length - metrics.length;
  return { metrics, notes: leftOut === 0 ? [] : [`metrics has ${metrics.length} of ${all.length} names.`] };
}
