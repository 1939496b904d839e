import type { Run } from '../../store/run.js';
import type { Session } from '../../store/session.js';
import type { App } from '../app.js';
import { headline } from '../headline.js';
import { listIdeas } from '../ideas/list-ideas.js';
import { runId } from '../ids.js';
import { shownClaim } from '../imported.js';
import { roundedChange } from '../report.js';
import { shownPath } from '../shown-text.js';
import { statusOf } from '../status.js';
import { untoldWords } from '../told-notes.js';
import { secondaryOf } from './secondary-values.js';

/** More than anybody lists. */
const allIdeas = 100_000;

/** All of a session: where it stands, every run with its log, and every idea, whatever became of it. */
export function sessionJson(app: App, session: Session): string {
  const { session: description, best, baseline, counts, notes } = statusOf(app, session);
  const whole = {
    session: {
      ...description,
      metric_unit: session.config.metric_unit,
      imported: session.imported,
      created_at: isoTime(session.createdAt),
      ended_at: isoTime(session.endedAt),
      end_reason: session.endReason,
      summary: session.summary,
    },
    headline: headline(app, session),
    best,
    baseline,
    counts,
    runs: app.store.runs.all(session.id).map((run) => wholeRun(app, session, run)),
    ideas: listIdeas(app, session.id, { limit: allIdeas }),
    notes: [...untoldWords(app, session), ...notes],
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Absent fields are left out by JSON itself. */
function wholeRun(app: App, session: Session, run: Run): object {
  const { result, log } = run;
  // Whoever sees values while a run goes on would cancel the unlucky.
  const isOver = run.state === 'finished';
  const isMeasuredBaseline = run.number === 0 && run.imported === undefined;
  return {
    run_id: runId(run.sessionId, run.number),
    run: run.number,
    state: run.state,
    ...log,
    description: log?.description ?? run.description,
    verdict: run.verdict,
    evidence: run.evidence,
    outcome: run.outcome,
    reason: result?.reason,
    value: isOver ? run.value : undefined,
    ...shownClaim(run),
    claim: run.imported,
    ...(result === undefined ? {} : { ...roundedChange(result.metric), pairs: result.metric.pairs }),
    metrics: isOver ? secondaryOf(app, session, run) : {},
    incumbent: run.incumbent,
    files: run.files.map(shownPath),
    commit: isMeasuredBaseline ? session.startCommit : run.keptCommit,
    candidate_commit: run.candidateCommit,
    started_at: isoTime(run.startedAt),
    finished_at: isoTime(run.finishedAt),
    logged_at: isoTime(run.loggedAt),
  };
}

function isoTime(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}
