import { beginningWithin, likelyTokens } from '../bench/token-bound.js';
import type { MetricResult, Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { claimedPercent } from '../verdict/claimed.js';
import { improvementPercent } from '../verdict/improvement.js';
import type { App } from './app.js';
import { runId } from './ids.js';
import { type ShownClaim, shownClaim } from './imported.js';

/** A run in one line, as lists show it. */
export interface RunSummary extends ShownClaim {
  readonly run_id: string;
  readonly run: number;
  readonly description: string;
  readonly verdict?: string;
  readonly evidence?: string;
  readonly outcome?: string;
  readonly value?: number;
  readonly improvement_percent?: number;
  readonly learned?: string;
  readonly commit?: string;
}

export function summariseRun(run: Run): RunSummary {
  const percent = run.result?.metric.improvement_percent;
  const learned = run.log?.learned;
  return {
    run_id: runId(run.sessionId, run.number),
    run: run.number,
    description: brief(run.log?.description ?? run.description, 160),
    ...(run.verdict === undefined ? {} : { verdict: run.verdict }),
    ...(run.evidence === undefined ? {} : { evidence: run.evidence }),
    ...(run.outcome === undefined ? {} : { outcome: run.outcome }),
    ...(run.value === undefined ? {} : { value: run.value }),
    ...(percent === undefined ? {} : { improvement_percent: rounded(percent) }),
    ...(learned === undefined ? {} : { learned: brief(learned, 160) }),
    ...(run.keptCommit === undefined ? {} : { commit: run.keptCommit.slice(0, 12) }),
    ...shownClaim(run),
  };
}

/** One side of the session's progress: the baseline, or the best so far. */
export interface Standing extends ShownClaim {
  readonly run_id: string;
  readonly run: number;
  readonly value?: number;
  readonly commit: string;
  /** Since the baseline: of a deterministic metric, or from a replay. */
  readonly improvement_percent?: number;
  readonly ci_low_percent?: number;
  readonly ci_high_percent?: number;
  /** What the steps add up to. It is no measurement, and mostly too much. */
  readonly claimed_percent?: number;
}

export function baselineOf(app: App, session: Session): Standing {
  const value = app.store.runs.find(session.id, 0)?.value;
  return {
    run_id: runId(session.id, 0),
    run: 0,
    commit: session.startCommit,
    ...(value === undefined ? {} : { value }),
  };
}

/** The incumbent. How much better than the baseline it is, only a replay can tell where the metric is noisy. */
export function bestOfSession(app: App, session: Session): Standing {
  const run = app.store.runs.find(session.id, session.incumbent);
  const value = run?.value;
  const claimed = claimedOf(app, session);
  return {
    run_id: runId(session.id, session.incumbent),
    run: session.incumbent,
    commit: session.incumbentCommit,
    ...(value === undefined ? {} : { value }),
    ...progressOf(app, session, value),
    ...(claimed === undefined ? {} : { claimed_percent: rounded(claimed) }),
    ...(run === undefined ? {} : shownClaim(run)),
  };
}

function progressOf(app: App, session: Session, value: number | undefined): Partial<Standing> {
  const { replay } = session;
  if (replay?.run === session.incumbent && replay.metric !== undefined) return roundedChange(replay.metric);
  const baseline = baselineOf(app, session).value;
  if (!session.deterministic || baseline === undefined || value === undefined) return {};
  const percent = improvementPercent(baseline, value, session.config.direction);
  return percent === undefined ? {} : { improvement_percent: rounded(percent) };
}

/** What the improvements of the kept runs add up to, each over the one it was compared with; undefined for none. */
function claimedOf(app: App, session: Session): number | undefined {
  const kept = new Map(app.store.runs.kept(session.id).map((run) => [run.number, run]));
  const steps: number[] = [];
  for (let run = kept.get(session.incumbent); run !== undefined; run = kept.get(run.result?.opponent ?? 0)) {
    const percent = run.result?.metric.improvement_percent;
    if (percent !== undefined) steps.push(percent);
  }
  return steps.length === 0 ? undefined : claimedPercent(steps, session.config.direction);
}

const percentages = ['improvement_percent', 'ci_low_percent', 'ci_high_percent'] as const;
type Change = Pick<MetricResult, (typeof percentages)[number]>;

/** The percentages of a measured change, with the digits that mean something. */
export function roundedChange(metric: Change): Change {
  const known = percentages.flatMap((name) => {
    const percent = metric[name];
    return percent === undefined ? [] : [[name, rounded(percent)] as const];
  });
  return Object.fromEntries(known);
}

/** Two decimals are more than any benchmark knows. */
export function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}

/** The beginning of a text, in characters, none of them halved. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/**
 * The beginning of a text for an agent: it costs at most half as many tokens as the longest length, which cuts what is
 * written in no letters, or in rare ones.
 *
 * @param length in characters.
 */
export function brief(text: string, length: number): string {
  const shown = cut(text, length);
  if (likelyTokens(shown) <= length / 2) return shown;
  return `${beginningWithin(shown, length / 2, likelyTokens)}…`;
}

/** Short name of a session's branch. */
export function branchName(session: Session): string {
  return session.branch.replace('refs/heads/', '');
}
