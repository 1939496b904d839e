import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { changeFactor } from '../verdict/change-factor.js';
import type { App } from './app.js';
import type { Finding } from './finding.js';
import { runId } from './ids.js';

/** What a person who was asked has said. */
export type Answer = 'accepted' | 'declined';

/**
 * A finding that may be kept, unless it is too good to be believed: a step by more than `suspicious_factor` mostly means
 * that the benchmark no longer does its work. A person has to say that it does.
 */
export function unlessSuspicious(session: Session, run: Run, finding: Finding): Finding {
  if (!finding.canKeep || run.approval === 'accepted') return finding;
  if (factorOf(finding.metric) <= session.config.suspicious_factor) return finding;
  return { ...finding, canKeep: false, approval: 'needed' };
}

function factorOf({ incumbent, candidate }: Finding['metric']): number {
  return incumbent === undefined || candidate === undefined ? 1 : changeFactor(incumbent, candidate);
}

/** What there is to say of a run that a person has, or has not, accepted; empty for all others. */
export function approvalWords(session: Session, run: Run): string {
  if (run.approval === undefined || run.result === undefined) return '';
  if (run.approval === 'accepted') return 'A person has accepted it.';
  const factor = factorOf(run.result.metric);
  const how = Number.isFinite(factor) ? `by a factor of ${factor.toPrecision(3)}` : 'from, to or across 0';
  const limit = session.config.suspicious_factor;
  const what = `It changes the metric ${how}, more than suspicious_factor (${limit}) in one step.`;
  if (run.approval === 'declined') return `${what} A person was asked and has not accepted it.`;
  return `${what} It cannot be kept before a person has accepted it: \`${acceptCommand(run)}\`.`;
}

/** The shell command by which a person accepts a run. */
export function acceptCommand(run: Run): string {
  return `autoresearch-mcp accept ${runId(run.sessionId, run.number)}`;
}

/**
 * Record what a person has said of a run, at once with whether it can be kept. Where the question is settled already, nothing
 * changes.
 *
 * @returns the run as it is then.
 */
export function recordAnswer(app: App, run: Run, answer: Answer, by: string): Run {
  return app.store.transaction(() => {
    const latest = app.store.runs.find(run.sessionId, run.number) ?? run;
    if (latest.approval !== 'needed') return latest;
    const answered: Run = { ...latest, approval: answer, canKeep: answer === 'accepted' };
    app.store.runs.update(answered);
    app.store.events.insert({
      sessionId: run.sessionId,
      run: run.number,
      at: Date.now(),
      kind: answer,
      data: { by },
    });
    return answered;
  });
}
