import { endMarked } from '../bench/end-marked.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { isMeasured, isReplayAbandoned } from './at-work.js';
import { markOf } from './run-mark.js';

/**
 * End what killed servers are still running, in all sessions: it would disturb what is measured next. Their rows stay as they
 * are, and say so again to whoever looks next. The machine's lock must be ours.
 */
export async function endAllOrphans(app: App): Promise<void> {
  for (const session of app.store.sessions.unfinished()) await endOrphans(app, session);
}

/** End what a killed server was running for a session. */
export async function endOrphans(app: App, session: Session): Promise<void> {
  for (const run of abandonedRuns(app, session)) await endRun(session, run);
}

/** End what a killed server was running for a run. */
export async function endRun({ config }: Session, run: Run): Promise<void> {
  await endMarked(markOf(run), config.kill_grace_seconds);
}

function abandonedRuns(app: App, session: Session): Run[] {
  const ofReplay = isReplayAbandoned(app, session) ? session.replay?.run : undefined;
  const replayed = ofReplay === undefined ? undefined : app.store.runs.find(session.id, ofReplay);
  const cutOff = app.store.runs.running(session.id).filter((run) => !isMeasured(app, run));
  return replayed === undefined ? cutOff : [...cutOff, replayed];
}
