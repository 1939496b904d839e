import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/sessions.js';
import { removeArms } from '../workspace/arms.js';
import type { App } from './app.js';
import { endSession } from './end-session.js';
import { runId } from './ids.js';
import { releaseMachine, takeMachine } from './lock.js';
import { startReplay } from './replay.js';
import { replayJob } from './replay-job.js';
import { workspaceOf } from './session-workspace.js';
import { type Waiting, waitUntil } from './wait.js';
import { guardWorktree } from './worktree-guard.js';

/**
 * End a session at the agent's wish. Where something was kept, the final code is first measured against the baseline
 * once more; that may take longer than the waiting, and the session is active until then. Ending it twice is no harm.
 *
 * @returns the session, ended or still being replayed.
 * @throws Refusal `run_in_progress` or `run_pending`: what was measured must be kept or discarded first; `machine_busy`,
 *   and for a session in place `wrong_branch` or `git_busy`.
 */
export async function finishSession(
  app: App,
  session: Session,
  summary: string | undefined,
  waiting: Waiting,
): Promise<Session> {
  if (isGoingToEnd(app, session)) await begin(app, session, summary, waiting);
  const find = () => app.store.sessions.find(session.id) ?? session;
  const isEnded = () => find().state === 'ended';
  if (!isEnded()) await waitUntil(app, replayJob(session.id), isEnded, waiting);
  return find();
}

/**
 * Whether there is anything to be done to end a session.
 *
 * @throws Refusal `run_in_progress` or `run_pending`
 */
function isGoingToEnd(app: App, session: Session): boolean {
  if (session.state === 'ended') return false;
  const pending = app.store.runs.unlogged(session.id);
  if (session.state === 'starting' || pending !== undefined) throw unfinished(session, pending);
  return session.replay?.state !== 'running';
}

async function begin(
  app: App,
  session: Session,
  summary: string | undefined,
  { seconds, signal }: Waiting,
): Promise<void> {
  if (session.incumbent === 0) {
    endSession(app, session, 'end_session', summary);
    await app.jobs.tidied();
    await removeArms(workspaceOf(app, session).arms);
    return;
  }
  if (session.isolation === 'in-place') await guardWorktree(app, session);
  await app.jobs.tidied();
  await takeMachine(app, `${session.id} (process ${app.owner.pid})`, seconds, signal);
  let isReplaying = false;
  try {
    // Another call may have used the session, or ended it, while this one waited for the machine.
    const latest = app.store.sessions.find(session.id) ?? session;
    const run = app.store.runs.find(latest.id, latest.incumbent);
    if (run === undefined || !isGoingToEnd(app, latest)) return;
    startReplay(app, latest, run, summary);
    isReplaying = true;
  } finally {
    if (!isReplaying) releaseMachine(app);
  }
}

function unfinished(session: Session, pending: Run | undefined): Refusal {
  const id = runId(session.id, pending?.number ?? 0);
  const isMeasured = session.state === 'starting' || pending?.state === 'running';
  return new Refusal(
    isMeasured ? 'run_in_progress' : 'run_pending',
    `Run ${id} is ${isMeasured ? 'still being measured' : 'not logged yet'}.`,
    `Call ${isMeasured ? 'cancel_run' : 'log_experiment'} with run_id: "${id}" first.`,
    { run_id: id },
  );
}
