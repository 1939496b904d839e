import type { Session } from '../store/sessions.js';
import type { Verdict } from '../verdict/verdict.js';
import type { App } from './app.js';

/** Runs of a session by what became of them. */
export interface Counts {
  /** Finished runs that count: all but the baseline and the cancelled and interrupted ones. */
  readonly experiments: number;
  readonly kept: number;
  readonly discarded: number;
  readonly better: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** Why a session is over, or that it is not. */
type StopReason = 'max_experiments' | 'max_minutes' | 'target' | 'plateau' | 'max_failures' | 'ended';

export interface StopState {
  readonly shouldContinue: boolean;
  readonly stopReason?: StopReason;
  /** One sentence for people and agents. */
  readonly explanation?: string;
}

const failures: readonly Verdict[] = ['crashed', 'timed_out', 'invalid_metric'];
const uncounted: readonly Verdict[] = ['cancelled', 'interrupted'];

export function countRuns(app: App, session: Session): Counts {
  const rows = app.store.runs.counts(session.id);
  const sum = (pick: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(pick).reduce((total, row) => total + row.count, 0);
  return {
    experiments: sum((row) => !uncounted.includes(row.verdict)),
    kept: sum((row) => row.outcome === 'kept'),
    discarded: sum((row) => row.outcome === 'discarded'),
    better: sum((row) => row.verdict === 'better'),
    failed: sum((row) => failures.includes(row.verdict) || row.verdict === 'checks_failed'),
    cancelled: sum((row) => uncounted.includes(row.verdict)),
  };
}

/** Whether another experiment may be started, and if not, why not. */
export function stopState(app: App, session: Session): StopState {
  const { config } = session;
  if (session.state === 'ended')
    return stop('ended', `The session has ended (${session.endReason ?? 'by end_session'}).`);
  if (session.replay?.state === 'running')
    return stop('ended', 'The session is being ended: its final code is measured against the baseline.');
  const { experiments } = countRuns(app, session);
  if (config.max_experiments !== undefined && experiments >= config.max_experiments) {
    return stop('max_experiments', `All ${config.max_experiments} experiments of max_experiments are done.`);
  }
  const minutes = (Date.now() - session.createdAt) / 60_000;
  if (config.max_minutes !== undefined && minutes >= config.max_minutes) {
    return stop(
      'max_minutes',
      `The session has lasted for the ${config.max_minutes} minutes of max_minutes.`,
    );
  }
  if (targetReached(app, session)) return stop('target', `The target of ${config.target} is reached.`);
  return recentHistory(app, session);
}

function recentHistory(app: App, session: Session): StopState {
  const { plateau, max_failures: maxFailures } = session.config;
  const looked = app.store.runs
    .recent(session.id, Math.max(plateau ?? 0, maxFailures) * 2 + 50)
    .filter((run) => run.number > 0 && run.verdict !== undefined && !uncounted.includes(run.verdict));
  const leading = (matches: (run: (typeof looked)[number]) => boolean) => {
    const end = looked.findIndex((run) => !matches(run));
    return end === -1 ? looked.length : end;
  };
  if (plateau !== undefined && leading((run) => run.outcome !== 'kept') >= plateau) {
    return stop('plateau', `${plateau} finished runs in a row brought no keep (plateau).`);
  }
  if (leading((run) => run.verdict !== undefined && failures.includes(run.verdict)) >= maxFailures) {
    return stop(
      'max_failures',
      `${maxFailures} runs in a row crashed, timed out or gave no valid metric (max_failures).`,
    );
  }
  return { shouldContinue: true };
}

function targetReached(app: App, session: Session): boolean {
  const { target, direction } = session.config;
  // Of the confirmation where there is one: the screen's pairs were chosen for being good.
  const value = app.store.runs.find(session.id, session.incumbent)?.value;
  if (target === undefined || value === undefined) return false;
  return direction === 'lower' ? value <= target : value >= target;
}

function stop(stopReason: StopReason, explanation: string): StopState {
  return { shouldContinue: false, stopReason, explanation };
}
