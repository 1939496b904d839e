import type { Session } from '../store/sessions.js';
import { logOf } from '../workspace/history.js';
import type { App } from './app.js';
import { baselineOf, bestOfSession, branchName } from './report.js';
import { workspaceOf } from './session-workspace.js';
import { type Counts, countRuns } from './stop-policy.js';

export interface SessionReport {
  readonly headline: string;
  readonly counts: Counts;
  readonly kept_commits: readonly { readonly commit: string; readonly subject: string }[];
  /** Shell commands. */
  readonly merge: string;
  readonly abandon: string;
}

/** What a session came to, and what a person can do with it. */
export async function reportOf(app: App, session: Session): Promise<SessionReport> {
  const { repository } = workspaceOf(app, session);
  const branch = branchName(session);
  const base = session.baseBranch?.replace('refs/heads/', '');
  const back = `git switch ${base === undefined ? `--detach ${session.baseCommit}` : shellWord(base)}`;
  return {
    headline: headline(app, session),
    counts: countRuns(app, session),
    kept_commits: await logOf(repository, session.startCommit, session.incumbentCommit),
    merge: `${back} && git merge ${branch}`,
    abandon: `${back}   # the branch ${branch} and refs/autoresearch/${session.id}/ stay until you delete them`,
  };
}

/** Final against baseline, from their own samples: never a product of steps. */
function headline(app: App, session: Session): string {
  const { metric_name, metric_unit, direction } = session.config;
  const baseline = baselineOf(app, session);
  const best = bestOfSession(app, session);
  const unit = metric_unit === undefined ? '' : ` ${metric_unit}`;
  if (session.incumbent === 0)
    return `${metric_name} stayed at ${baseline.value ?? '?'}${unit}: nothing was kept.`;
  const percent = best.improvement_percent;
  const change = percent === undefined ? '' : ` (${percent > 0 ? '+' : ''}${percent} % better)`;
  return `${metric_name} went from ${baseline.value}${unit} to ${best.value}${unit}${change}; ${direction} is better.`;
}

/** A word as a shell takes it for one: git allows quotes, `;` and `$` in the name of a branch. */
function shellWord(text: string): string {
  return /^[\p{L}\p{N}_./@%+=:,-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
