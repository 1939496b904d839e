import { defaults } from '../config/defaults.js';
import { toSessionConfig } from '../config/session-schema.js';
import type { Run, RunResult } from '../store/run.js';
import type { Session } from '../store/session.js';
import { sessionBranch } from '../workspace/commits.js';
import type { Repository } from '../workspace/repository.js';
import type { App } from './app.js';
import type { RunTrace, SessionTraces } from './session-traces.js';
import { unknownSettings } from './unknown-settings.js';
import { unmeasuredRun } from './unmeasured-run.js';

/** The `end_reason` of a session whose row was rebuilt: settings, bystanders and seals of it are lost. */
export const rebuiltReason =
  'rebuilt from refs and commits by `autoresearch-mcp recover`; settings and samples are lost';

/** A session as its traces tell of it: ended, whatever it was. */
export function rebuiltSession(
  repository: Repository,
  traces: SessionTraces,
  baseBranch: string | undefined,
): Session {
  const { id, startCommit, runs } = traces;
  const last = lastKept(runs);
  const known = last?.kept?.trailers;
  const times = runs.flatMap(({ candidate, kept }) => [candidate.at, kept?.commit.at ?? candidate.at]);
  return {
    id,
    name: id.replace(/-[^-]*$/, ''),
    state: 'ended',
    endReason: rebuiltReason,
    ...repository,
    branch: sessionBranch(id),
    ...(baseBranch === undefined ? {} : { baseBranch }),
    baseCommit: startCommit,
    startCommit,
    config: toSessionConfig({
      ...defaults,
      metric_name: known?.metricName ?? 'unknown',
      direction: known?.direction ?? 'lower',
      command: 'unknown',
      ...(known?.unit === undefined ? {} : { metric_unit: known.unit }),
    }),
    ...unknownSettings,
    incumbent: last?.number ?? 0,
    incumbentTree: (last ?? runs[0])?.candidate.tree ?? '',
    incumbentCommit: last?.kept?.commit.commit ?? startCommit,
    createdAt: Math.min(...times),
    endedAt: Math.max(...times),
  };
}

/** The run that was kept last: no other was kept on top of it. A run may be kept after one with a higher number. */
export function lastKept(runs: readonly RunTrace[]): RunTrace | undefined {
  const kept = runs.filter((run) => run.kept !== undefined);
  const followed = new Set(kept.map((run) => run.kept?.commit.parents[0]));
  return kept.filter((run) => !followed.has(run.kept?.commit.commit)).at(-1);
}

/**
 * A run as its traces tell of it. One that was not kept counts as discarded, without a verdict.
 *
 * @param incumbent number of the run whose code it was made on.
 * @param files what it changed.
 */
export function rebuiltRun(
  app: App,
  session: Session,
  trace: RunTrace,
  incumbent: number,
  files: readonly string[],
): Run {
  const { number, candidate, kept } = trace;
  const trailers = kept?.trailers;
  const evidence = trailers?.evidence;
  const description = trailers?.subject ?? describedIn(candidate.message);
  return {
    ...unmeasuredRun(app, session, number),
    description,
    incumbent,
    tree: candidate.tree,
    candidateCommit: candidate.commit,
    files,
    ...verdictOf(number, evidence),
    ...(trailers?.isAccepted === true ? { approval: 'accepted' as const } : {}),
    ...(trailers?.after === undefined ? {} : { value: trailers.after }),
    result: resultOf(session, trace, incumbent),
    startedAt: candidate.at,
    finishedAt: candidate.at,
    ...(number === 0 ? {} : { outcome: kept === undefined ? ('discarded' as const) : ('kept' as const) }),
    ...(kept === undefined
      ? {}
      : {
          keptCommit: kept.commit.commit,
          loggedAt: kept.commit.at,
          log: { status: 'keep', description },
        }),
  };
}

function verdictOf(number: number, evidence: Run['evidence']): Pick<Run, 'verdict' | 'evidence'> {
  if (number === 0) return { verdict: 'baseline' };
  return evidence === undefined ? {} : { verdict: 'better', evidence };
}

/** The second paragraph of a candidate's message. */
function describedIn(message: string): string {
  const [subject = '', ...rest] = message.trim().split('\n\n');
  return rest.join('\n\n').trim() || subject;
}

function resultOf({ config }: Session, { kept }: RunTrace, opponent: number): RunResult {
  const { before, after, improvementPercent } = kept?.trailers ?? {};
  return {
    reason: 'Rebuilt from refs and commits: nothing else of this run is known.',
    metric: {
      name: config.metric_name,
      direction: config.direction,
      ...(config.metric_unit === undefined ? {} : { unit: config.metric_unit }),
      ...(before === undefined ? {} : { incumbent: before }),
      ...(after === undefined ? {} : { candidate: after }),
      ...(improvementPercent === undefined ? {} : { improvement_percent: improvementPercent }),
    },
    opponent,
    metrics: [],
    checks: { state: 'not_run' },
    output_tail: '',
    elapsed_seconds: 0,
    notes: ['Rebuilt by `autoresearch-mcp recover`: its samples, checks and output are lost.'],
  };
}
