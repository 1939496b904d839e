import type { Replay, Session } from '../store/session.js';
import { candidateRef } from '../workspace/commits.js';
import { logOf } from '../workspace/history.js';
import { refsOnly } from '../workspace/session-refs.js';
import type { App } from './app.js';
import { headline } from './headline.js';
import { runId } from './ids.js';
import { bestOfSession, roundedChange } from './report.js';
import { type Counts, countRuns } from './run-counts.js';
import { type WayOut, wayOut } from './way-out.js';

export interface SessionReport extends WayOut {
  readonly headline: string;
  /** The measurement that the headline rests on; absent where nothing was kept. */
  readonly replay?: Readonly<Record<string, unknown>>;
  readonly counts: Counts;
  /** A run that was measured and neither kept nor discarded when the session ended, and where its code is. */
  readonly unlogged_run?: { readonly run_id: string; readonly ref: string };
  readonly kept_commits: readonly { readonly commit: string; readonly subject: string }[];
}

/** What a session came to, and what a person can do with it. */
export async function reportOf(app: App, session: Session): Promise<SessionReport> {
  // The working directory may be gone.
  const repository = refsOnly(session.commonDir);
  return {
    headline: headline(app, session),
    ...(session.replay === undefined ? {} : { replay: describeReplay(app, session, session.replay) }),
    counts: countRuns(app, session),
    ...(session.state === 'ended' ? unlogged(app, session) : {}),
    kept_commits:
      repository === undefined || session.imported !== undefined
        ? []
        : await logOf(repository, session.startCommit, session.incumbentCommit),
    ...wayOut(app, session),
  };
}

function unlogged(app: App, { id }: Session): Pick<SessionReport, 'unlogged_run'> {
  const run = app.store.runs.unlogged(id);
  if (run === undefined) return {};
  return { unlogged_run: { run_id: runId(id, run.number), ref: candidateRef(id, run.number) } };
}

function describeReplay(app: App, session: Session, replay: Replay): Record<string, unknown> {
  const { claimed_percent } = bestOfSession(app, session);
  const { metric, state, reason } = replay;
  return {
    state,
    ...(metric === undefined
      ? {}
      : { baseline: metric.incumbent, final: metric.candidate, pairs: metric.pairs }),
    ...(metric === undefined ? {} : roundedChange(metric)),
    ...(claimed_percent === undefined ? {} : { claimed_percent }),
    ...(reason === undefined ? {} : { reason }),
  };
}
