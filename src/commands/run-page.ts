import { approvalWords } from '../loop/approval.js';
import { ideaId, runId } from '../loop/ids.js';
import { shownClaim } from '../loop/imported.js';
import { roundedChange } from '../loop/report.js';
import { shownMetrics } from '../loop/shown-metrics.js';
import { shownPaths } from '../loop/shown-text.js';
import type { ChecksReport, MetricResult, Run, SecondaryMetric } from '../store/run.js';
import type { Session } from '../store/session.js';
import { type Field, fieldLines, wrappedTo } from './fields.js';
import { durationWords, gainWords, momentWords, valueWords } from './number-words.js';
import { oneLine } from './one-line.js';
import { paintOf } from './run-columns.js';
import type { Terminal } from './terminal.js';

/** What is known of a run, in lines, without its difference. */
export function runPage(session: Session, run: Run, terminal: Terminal): string[] {
  const { colours, width } = terminal;
  const title = colours.bold(runId(session.id, run.number));
  const state = paintOf(run, colours)(stateWords(run));
  return [
    `${title}  ${state}`,
    ...wrappedTo(oneLine(run.log?.description ?? run.description), width),
    '',
    ...fieldLines([...judgementOf(session, run), ...logOf(session, run), ...placesOf(run)], terminal),
  ];
}

function stateWords({ state, verdict, evidence, outcome }: Run): string {
  if (state === 'running') return 'being measured';
  const judged = [verdict ?? '-', ...(evidence === undefined ? [] : [`(${evidence})`])].join(' ');
  return outcome === undefined ? judged : `${judged}, ${outcome}`;
}

function judgementOf(session: Session, run: Run): Field[] {
  const { result } = run;
  if (result === undefined) return [];
  const { metrics } = shownMetrics(session, result.metrics);
  const { claimed_value: claimed } = shownClaim(run);
  return [
    ['claimed', claimed === undefined ? undefined : valueWords(claimed)],
    ['reason', oneLine(`${result.reason} ${approvalWords(session, run)}`)],
    ['metric', metricWords(result.metric)],
    ['samples', result.metric.pairs === undefined ? undefined : `${result.metric.pairs} pairs`],
    ...metrics.map((metric): Field => ['also', secondaryWords(metric)]),
    ['checks', checksWords(result.checks)],
    ...result.notes.map((note): Field => ['note', oneLine(note)]),
  ];
}

function metricWords(metric: MetricResult): string {
  const { name, incumbent, candidate, unit } = metric;
  const { improvement_percent: gain, ci_low_percent: low, ci_high_percent: high } = roundedChange(metric);
  const values = [incumbent, candidate].flatMap((value) => (value === undefined ? [] : [valueWords(value)]));
  const change = gain === undefined ? '' : `, ${gainWords(gain)}`;
  const interval =
    low === undefined || high === undefined ? '' : ` (${gainWords(low)} to ${gainWords(high)})`;
  return `${oneLine(name)} ${values.join(' → ') || '-'}${unit === undefined ? '' : ` ${oneLine(unit)}`}${change}${interval}`;
}

function secondaryWords({ name, incumbent, candidate }: SecondaryMetric): string {
  return `${oneLine(name)} ${valueWords(incumbent)} → ${valueWords(candidate)}`;
}

function checksWords({ state, seconds }: ChecksReport): string {
  const words = state.replaceAll('_', ' ');
  return seconds === undefined ? words : `${words} in ${durationWords(seconds * 1000)}`;
}

function logOf(session: Session, { log, idea }: Run): Field[] {
  return [
    ['hypothesis', optional(log?.hypothesis)],
    ['learned', optional(log?.learned)],
    ['next', optional(log?.next_focus)],
    ['idea', idea === undefined ? undefined : ideaId(session.id, idea)],
    ['client', optional(log?.client)],
  ];
}

function placesOf({ files, keptCommit, startedAt, result, logPath }: Run): Field[] {
  const lasted = result === undefined ? '' : `, for ${durationWords(result.elapsed_seconds * 1000)}`;
  return [
    ['files', shownPaths(files).join(', ')],
    ['commit', keptCommit],
    ['measured', `${momentWords(startedAt)}${lasted}`],
    ['output', oneLine(logPath)],
  ];
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : oneLine(text);
}
