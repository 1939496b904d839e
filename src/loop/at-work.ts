import type { LockOwner } from '../store/locks.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { runId } from './ids.js';
import { isAlive } from './process-identity.js';
import { replayJob } from './replay-job.js';
import { ownerOf } from './run-owner.js';

/** Whether somebody alive is measuring a run of a session, or its replay. */
export function isWorkedOn(app: App, session: Session): boolean {
  if (app.store.runs.running(session.id).some((run) => isMeasured(app, run))) return true;
  return session.replay?.state === 'running' && !isReplayAbandoned(app, session);
}

/** Whether somebody alive is measuring a run. */
export function isMeasured(app: App, run: Run): boolean {
  return isAtWork(app, ownerOf(run), runId(run.sessionId, run.number));
}

/** Whether a session's replay is being measured, and nobody alive is at it. */
export function isReplayAbandoned(app: App, { id, replay }: Session): boolean {
  return replay?.state === 'running' && !isAtWork(app, replay.owner, replayJob(id));
}

function isAtWork(app: App, owner: LockOwner, jobId: string): boolean {
  const isOurs = owner.pid === app.owner.pid && owner.started === app.owner.started;
  return isOurs ? app.jobs.find(jobId) !== undefined : isAlive(owner);
}
