import type { App } from '../loop/app.js';
import { acceptCommand, approvalWords } from '../loop/approval.js';
import { runId } from '../loop/ids.js';
import { importedWords } from '../loop/imported.js';
import { isReadyForMore, nextStepIn } from '../loop/next-step.js';
import { rounded, roundedChange } from '../loop/report.js';
import { savedByAccept } from '../loop/saved-edits.js';
import { shownMetrics } from '../loop/shown-metrics.js';
import { shownPaths, shownPathsNote, visibleText } from '../loop/shown-text.js';
import { afterRefusal, afterwards, isOnlyPaused, stopState } from '../loop/stop-policy.js';
import type { ChecksReport, Claim, MetricResult, Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { markOutput } from './command-output.js';
import type { Reply } from './tool.js';

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
  const { metrics, notes } = shownMetrics(session, result?.metrics ?? []);
  return {
    session_id: session.id,
    summary: summaryOf(session, run),
    next_step: nextStep(app, session, run),
    run_id: runId(session.id, run.number),
    run: run.number,
    state: 'finished',
    verdict: run.verdict,
    ...(run.evidence === undefined ? {} : { evidence: run.evidence }),
    can_keep: run.canKeep,
    reason: reasonOf(session, run),
    ...(result === undefined ? {} : { metric: roundedMetric(result.metric), metrics }),
    ...(result === undefined ? {} : { checks: shownChecks(result.checks) }),
    files_changed: shownPaths(run.files),
    output_tail: markOutput(result?.output_tail ?? ''),
    log_path: run.logPath,
    elapsed_seconds: Math.round((result?.elapsed_seconds ?? 0) * 100) / 100,
    notes: [
      ...(result?.notes ?? []),
      ...notes,
      ...shownPathsNote('files_changed', run.files),
      ...savedByAccept(app, session, run.number),
      ...(stop.explanation === undefined ? [] : [stop.explanation]),
    ],
  };
}

function reasonOf(session: Session, run: Run): string {
  const reason = run.result?.reason ?? 'Its server was killed while it was being measured.';
  return `${reason} ${approvalWords(session, run)}`.trim();
}

/** Why they are no pass is the run's reason already. */
function shownChecks({ reason: _, output_tail, ...checks }: ChecksReport): ChecksReport {
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
  if (run.imported !== undefined) return claimOf(session, run.number, run.imported);
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
      : ` ${metric_name} ${metric.incumbent ?? '?'} → ${metric.candidate}${unit}${change}.`;
  return `Run ${run.number}: ${run.verdict}.${values} ${run.result === undefined ? '' : reasonOf(session, run)}`.trim();
}

function claimOf(session: Session, run: number, { status, metric }: Claim): string {
  const value = metric === undefined ? '' : `, ${session.config.metric_name} ${metric}`;
  return `Run ${run}: ${importedWords}. The file says: ${visibleText(status, 40)}${value}.`;
}

/** Whether this is a run 0 that came to nothing: its session has ended with it. */
function isWithoutBaseline(run: Run): boolean {
  return run.number === 0 && run.verdict !== 'baseline';
}

function nextStep(app: App, session: Session, run: Run): string {
  const id = runId(session.id, run.number);
  const stop = stopState(app, session);
  if (run.imported !== undefined) return 'Take it for a hint, and measure anew what you build on it.';
  if (isWithoutBaseline(run)) return 'Nothing was changed. Call init_experiment again to start anew.';
  if (run.number === 0 && isReadyForMore(app, session))
    return 'Edit the code, then call run_experiment with a description of what you tried.';
  if (run.number === 0 || run.outcome !== undefined) return nextStepIn(app, session);
  if (run.verdict === 'cancelled' || run.verdict === 'interrupted') {
    const putBack = `log_experiment with run_id "${id}" and status "discard" to put the best code back`;
    if (stop.shouldContinue) return `Call run_experiment to measure your edits again, or ${putBack}.`;
    if (isOnlyPaused(stop)) return `${afterRefusal(stop, session)} Or call ${putBack}.`;
    return `Call ${putBack}. Then: ${afterwards(stop, session)}`;
  }
  if (run.approval === 'needed') {
    const command = acceptCommand(run);
    return `Tell the user to run \`${command}\` if the change is real. Do not wait for it (it can be accepted later, too): call log_experiment with run_id "${id}" and status "discard". Then: ${afterwards(stop, session)}`;
  }
  const status = run.canKeep ? '"keep" (or "discard")' : '"discard"';
  return `Call log_experiment with run_id "${id}", status ${status} and what you learned. Then: ${afterwards(stop, session)}`;
}
