import type { Replay, Session } from '../store/session.js';
import { logOf } from '../workspace/history.js';
import type { App } from './app.js';
import { headline } from './headline.js';
import { bestOfSession, roundedChange } from './report.js';
import { type Counts, countRuns } from './run-counts.js';
import { workspaceOf } from './session-workspace.js';
import { type WayOut, wayOut } from './way-out.js';

export interface SessionReport extends WayOut {
  readonly headline: string;
  /** The measurement that the headline rests on; absent where nothing was kept. */
  readonly replay?: Readonly<Record<string, unknown>>;
  readonly counts: Counts;
  readonly kept_commits: readonly { readonly commit: string; readonly subject: string }[];
}

/** What a session came to, and what a person can do with it. */
export async function reportOf(app: App, session: Session): Promise<SessionReport> {
  const { repository } = workspaceOf(app, session);
  return {
    headline: headline(app, session),
    ...(session.replay === undefined ? {} : { replay: describeReplay(app, session, session.replay) }),
    counts: countRuns(app, session),
    kept_commits: await logOf(repository, session.startCommit, session.incumbentCommit),
    ...wayOut(app, session),
  };
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
