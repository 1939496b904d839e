import type { LogEntry, Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { runId } from './ids.js';

/** Message of a kept commit: what was done, why it was expected to help, and trailers that tools can read. */
export function commitMessage(session: Session, run: Run, log: LogEntry): string {
  const subject = oneLine(log.description) || `Run ${run.number}`;
  const parts = [
    subject,
    ...(log.hypothesis === undefined ? [] : [log.hypothesis.trim().replace(/^---/gm, '- --')]),
    trailers(session, run),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function trailers(session: Session, run: Run): string {
  const metric = run.result?.metric;
  const unit = metric?.unit === undefined ? '' : ` ${oneLine(metric.unit)}`;
  const percent = metric?.improvement_percent;
  return [
    `Autoresearch-Session: ${session.id}`,
    `Autoresearch-Run: ${runId(session.id, run.number)}`,
    `Autoresearch-Metric: ${session.config.metric_name} (${session.config.direction} is better)`,
    `Autoresearch-Before: ${metric?.incumbent ?? 'unknown'}${unit}`,
    `Autoresearch-After: ${metric?.candidate ?? 'unknown'}${unit}`,
    `Autoresearch-Improvement: ${percent === undefined ? 'unknown' : `${percent.toFixed(2)} %`}`,
    `Autoresearch-Evidence: ${run.evidence ?? 'none'}`,
    ...(run.approval === 'accepted' ? ['Autoresearch-Accepted: by a person'] : []),
  ].join('\n');
}

/** A line that cannot be taken for a trailer, a second paragraph or a comment. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/^-+ ?/, '').slice(0, 200);
}
