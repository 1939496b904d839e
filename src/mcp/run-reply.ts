import type { App } from '../loop/app.js';
import { runId } from '../loop/ids.js';
import { rounded, roundedChange } from '../loop/report.js';
import { stopState } from '../loop/stop-policy.js';
import type { ChecksReport, MetricResult, Run } from '../store/run.js';
import type { Session } from '../store/sessions.js';
import { markOutput } from './command-output.js';
import type { Reply } from './tool.js';

const maxFiles = 50;

/** A run as run_experiment and cancel_run answer it. */
export function runReply(app: App, session: Session, run: Run): Reply {
  return run.state === 'running' ? runningReply(session, run) : finishedReply(app, session, run);
}

function runningReply(session: Session, run: Run): Reply {
  const id = runId(session.id, run.number);
  return {
    session_id: session.id,
    summary: `Run ${run.number} is still being measured.`,
    next_step: `Call run_experiment with run_id "${id}" to go on waiting. Do not edit files meanwhile.`,
    run_id: id,
    run: run.number,
    state: 'running',
    elapsed_seconds: Math.round((Date.now() - run.startedAt) / 1000),
  };
}

function finishedReply(app: App, session: Session, run: Run): Reply {
  const { result } = run;
  const stop = stopState(app, session);
  const checks = result?.checks;
  return {
    session_id: session.id,
    summary: summaryOf(session, run),
    next_step: nextStep(session, run, stop.shouldContinue),
    run_id: runId(session.id, run.number),
    run: run.number,
    state: 'finished',
    verdict: run.verdict,
    ...(run.evidence === undefined ? {} : { evidence: run.evidence }),
    can_keep: run.canKeep,
    reason: result?.reason ?? 'Its server was killed while it was being measured.',
    ...(result === undefined ? {} : { metric: roundedMetric(result.metric), metrics: result.metrics }),
    ...(checks === undefined ? {} : { checks: markedChecks(checks) }),
    files_changed: run.files.slice(0, maxFiles),
    output_tail: markOutput(result?.output_tail ?? ''),
    log_path: run.logPath,
    elapsed_seconds: Math.round((result?.elapsed_seconds ?? 0) * 100) / 100,
    notes: [...(result?.notes ?? []), ...(stop.explanation === undefined ? [] : [stop.explanation])],
  };
}

/** Why they are no pass is the run's reason already. */
function markedChecks({ reason: _, output_tail, ...checks }: ChecksReport): ChecksReport {
  return { ...checks, ...(output_tail === undefined ? {} : { output_tail: markOutput(output_tail) }) };
}

function roundedMetric(metric: MetricResult): MetricResult {
  const { p_value } = metric;
  return {
    ...metric,
    ...roundedChange(metric),
    ...(p_value === undefined ? {} : { p_value: Number(p_value.toPrecision(3)) }),
  };
}

function summaryOf(session: Session, run: Run): string {
  const metric = run.result?.metric;
  const { metric_name, metric_unit } = session.config;
  const unit = metric_unit === undefined ? '' : ` ${metric_unit}`;
  if (isWithoutBaseline(run))
    return `There is no baseline (${run.verdict}). ${run.result?.reason ?? ''}`.trim();
  if (run.number === 0) return `The baseline of ${metric_name} is ${metric?.incumbent ?? '?'}${unit}.`;
  const percent = metric?.improvement_percent;
  const change =
    percent === undefined ? '' : ` (${percent >= 0 ? '+' : ''}${rounded(percent)} %, positive is better)`;
  const values =
    metric?.candidate === undefined
      ? ''
      : ` ${metric_name} ${metric.incumbent} → ${metric.candidate}${unit}${change}.`;
  return `Run ${run.number}: ${run.verdict}.${values} ${run.result?.reason ?? ''}`.trim();
}

/** Whether this is a run 0 that came to nothing: its session has ended with it. */
function isWithoutBaseline(run: Run): boolean {
  return run.number === 0 && run.verdict !== 'baseline';
}

function nextStep(session: Session, run: Run, shouldContinue: boolean): string {
  const id = runId(session.id, run.number);
  if (isWithoutBaseline(run)) return 'Nothing was changed. Call init_experiment again to start anew.';
  if (run.number === 0 && shouldContinue)
    return 'Edit the code, then call run_experiment with a description of what you tried.';
  if (run.number === 0) return 'Call end_session and report to the user.';
  if (run.outcome !== undefined)
    return shouldContinue ? 'Edit the code and call run_experiment.' : 'Call end_session.';
  if (run.verdict === 'cancelled' || run.verdict === 'interrupted') {
    return `Call run_experiment to measure your edits again, or log_experiment with run_id "${id}" and status "discard" to put the best code back.`;
  }
  const after = shouldContinue ? 'then try the next idea' : 'then call end_session';
  const status = run.canKeep ? '"keep" (or "discard")' : '"discard"';
  return `Call log_experiment with run_id "${id}", status ${status} and what you learned; ${after}.`;
}
