import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { seenSessions } from './bounds.js';
import { baselineOf, bestOfSession, type Standing } from './report.js';
import { type Counts, countRuns } from './run-counts.js';
import { workingDirectory } from './working-directory.js';

/** A session as the list of all shows it. */
export interface ListedSession {
  readonly session_id: string;
  readonly name: string;
  readonly goal?: string;
  readonly directory: string;
  readonly state: string;
  readonly metric_name: string;
  readonly metric_unit?: string;
  readonly direction: string;
  readonly baseline: Standing;
  readonly best: Standing;
  readonly counts: Counts;
  readonly created_at: string;
  readonly ended_at?: string;
}

/** Sessions of all repositories, newest first. */
export function listSessions(app: App): ListedSession[] {
  return seenSessions(app)
    .reverse()
    .map((session) => listed(app, session));
}

function listed(app: App, session: Session): ListedSession {
  const { goal, metric_name, metric_unit, direction } = session.config;
  return {
    session_id: session.id,
    name: session.name,
    ...(goal === undefined ? {} : { goal }),
    directory: workingDirectory(session),
    state: session.state,
    metric_name,
    ...(metric_unit === undefined ? {} : { metric_unit }),
    direction,
    baseline: baselineOf(app, session),
    best: bestOfSession(app, session),
    counts: countRuns(app, session),
    created_at: new Date(session.createdAt).toISOString(),
    ...(session.endedAt === undefined ? {} : { ended_at: new Date(session.endedAt).toISOString() }),
  };
}
