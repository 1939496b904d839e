import type { MetricResult } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { importedWords } from './imported.js';
import { baselineOf, bestOfSession } from './report.js';
import { countRuns } from './run-counts.js';
import { percentWords } from './trial-words.js';

/**
 * What a session came to, in a sentence or two: the final code against the baseline, measured anew on pairs of its own,
 * and what the steps would have claimed beside it.
 */
export function headline(app: App, session: Session): string {
  if (session.imported !== undefined) return claimed(app, session);
  const { metric_name: name } = session.config;
  const baseline = valueWords(session, baselineOf(app, session).value);
  if (session.incumbent === 0) return `${name} stayed at ${baseline}: nothing was kept.`;
  const best = bestOfSession(app, session);
  const { replay } = session;
  if (replay?.metric !== undefined) return measured(session, replay.metric, best.claimed_percent);
  const values = `${name} was ${baseline} at the start and is ${valueWords(session, best.value)} in the last samples`;
  if (replay?.state === 'running') return `${values}; the final code is being measured against the baseline.`;
  if (session.state !== 'ended')
    return `${values}; what that comes to is measured anew when the session ends.`;
  const why = replay?.reason ?? 'the session was ended without a replay';
  return `${values}; the final code was not measured against the baseline once more (${why}).`;
}

function claimed(app: App, session: Session): string {
  const { metric_name: name, direction } = session.config;
  const { experiments, kept } = countRuns(app, session);
  const value = app.store.runs.find(session.id, session.incumbent)?.imported?.metric;
  const last =
    value === undefined
      ? ''
      : ` The last one kept claims ${name} ${valueWords(session, value)}; ${direction} is better.`;
  return `${experiments} runs, ${kept} of them kept: ${importedWords}.${last}`;
}

function measured(session: Session, metric: MetricResult, claimed: number | undefined): string {
  const { metric_name: name, direction } = session.config;
  const [before, after] = [metric.incumbent, metric.candidate].map((value) => valueWords(session, value));
  const change = percentWords({
    improvementPercent: metric.improvement_percent,
    ciLowPercent: metric.ci_low_percent,
    ciHighPercent: metric.ci_high_percent,
  });
  const pairs = metric.pairs === 1 ? 'one fresh pair' : `${metric.pairs} fresh pairs`;
  const steps = claimed === undefined ? '' : ` The steps added up to ${claimed} %.`;
  return `${name} went from ${before} to ${after}: ${change}, measured in ${pairs}; ${direction} is better.${steps}`;
}

function valueWords({ config }: Session, value: number | undefined): string {
  const unit = config.metric_unit === undefined ? '' : ` ${config.metric_unit}`;
  return value === undefined ? 'unknown' : `${Number(value.toPrecision(6))}${unit}`;
}
