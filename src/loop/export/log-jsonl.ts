import type { Session } from '../../store/session.js';
import type { App } from '../app.js';
import { runId } from '../ids.js';
import { importedWords } from '../imported.js';
import { type SettledRun, settledRuns, settledValue } from './settled-runs.js';

const shortCommit = 7;

/**
 * A session as pi-autoresearch logs it (`.auto/log.jsonl`, once `autoresearch.jsonl`), for its dashboard: a line with the
 * configuration, and one a run. As that format wants it, runs are counted from 1, the baseline being the first, and a run
 * without a value has the metric 0: not one that was kept, which would look like the best of all, and is left out. That it
 * has none, our own number, and what else has no field there, is in `asi`.
 */
export function logJsonl(app: App, session: Session): string {
  const { metric_name, metric_unit = '', direction } = session.config;
  const config = {
    type: 'config',
    name: session.name,
    metricName: metric_name,
    metricUnit: metric_unit,
    bestDirection: direction,
  };
  const runs = settledRuns(app, session)
    .filter(hasItsValue)
    .map((settled, at) => lineOf(settled, at + 1));
  return [config, ...runs].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function hasItsValue(settled: SettledRun): boolean {
  return settled.status !== 'keep' || settledValue(settled) !== undefined;
}

function lineOf(settled: SettledRun, count: number): object {
  const { run, status, commit, metrics, description } = settled;
  const value = settledValue(settled);
  return {
    run: count,
    commit: commit.slice(0, shortCommit),
    metric: value ?? 0,
    metrics,
    status,
    description,
    timestamp: run.loggedAt ?? run.finishedAt ?? run.startedAt,
    segment: 0,
    // Theirs is a guess from the spread of all values. Ours is the evidence, which was tested.
    confidence: run.imported?.fields?.confidence ?? null,
    asi: { ...sideInformation(settled), ...(value === undefined ? { no_metric: true } : {}) },
  };
}

/** Under the names that their agents use, where they have one. What is undefined, JSON leaves out. */
function sideInformation({ run, status }: SettledRun): Record<string, unknown> {
  const { verdict, evidence, log, result, imported } = run;
  const words = { hypothesis: log?.hypothesis, learned: log?.learned };
  const hint = { next_action_hint: log?.next_focus };
  if (imported !== undefined)
    return { ...(recordIn(imported.fields?.asi) ?? { ...words, ...hint }), imported: importedWords };
  return {
    run_id: runId(run.sessionId, run.number),
    verdict,
    evidence,
    improvement_percent: result?.metric.improvement_percent,
    ...words,
    rollback_reason: status === 'keep' ? undefined : result?.reason,
    ...hint,
  };
}

function recordIn(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
