import type { MetricResult, SecondaryMetric } from '../store/run.js';
import type { StoredSample } from '../store/samples.js';
import type { Isolation, Session } from '../store/session.js';
import { improvementPercent } from '../verdict/improvement.js';
import { shownMedian } from '../verdict/median.js';
import type { App } from './app.js';

/** Every good sample of a run's tree, taken in one kind of place. */
export function samplesOf(app: App, session: Session, run: number, isolation: Isolation): StoredSample[] {
  return app.store.samples.ofTree(session.id, run, isolation);
}

/** The values of {@link samplesOf}. */
export function valuesOf(app: App, session: Session, run: number, isolation: Isolation): number[] {
  return samplesOf(app, session, run, isolation).flatMap((sample) => sample.value ?? []);
}

/** Medians of the metrics that samples have printed besides the session's. */
export function mediansByName(samples: readonly StoredSample[]): Map<string, number> {
  const byName = new Map<string, number[]>();
  for (const sample of samples) {
    for (const { name, value } of sample.metrics) byName.set(name, [...(byName.get(name) ?? []), value]);
  }
  return new Map([...byName].map(([name, values]) => [name, shownMedian(values)]));
}

/** The session's metric before and after, as it is reported. */
export function metricResult(
  session: Session,
  incumbent: readonly number[],
  candidate?: number,
): MetricResult {
  const { metric_name: name, metric_unit: unit, direction } = session.config;
  const before = incumbent.length === 0 ? undefined : shownMedian(incumbent);
  const percent =
    before === undefined || candidate === undefined
      ? undefined
      : improvementPercent(before, candidate, direction);
  return {
    name,
    ...(unit === undefined ? {} : { unit }),
    direction,
    ...(before === undefined ? {} : { incumbent: before }),
    ...(candidate === undefined ? {} : { candidate }),
    ...(percent === undefined ? {} : { improvement_percent: percent }),
  };
}

/** The other metrics, before and after. */
export function secondaryMetrics(
  incumbent: ReadonlyMap<string, number>,
  candidate: ReadonlyMap<string, number>,
): SecondaryMetric[] {
  const names = [...new Set([...incumbent.keys(), ...candidate.keys()])].sort();
  return names.map((name) => {
    const before = incumbent.get(name);
    const after = candidate.get(name);
    return {
      name,
      ...(before === undefined ? {} : { incumbent: before }),
      ...(after === undefined ? {} : { candidate: after }),
    };
  });
}
