import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { removeArms } from '../workspace/arms.js';
import type { App } from './app.js';
import { goneDirectory } from './directory-gone.js';
import { endSession } from './end-session.js';
import { endWithoutDirectory } from './end-without-directory.js';
import { runId } from './ids.js';
import { releaseMachine, takeMachine, withSession } from './lock.js';
import { recoverSession } from './recover.js';
import { startReplay } from './replay.js';
import { replayJob } from './replay-job.js';
import { workspaceOf } from './session-workspace.js';
import { type Waiting, waitUntil } from './wait.js';
import { guardWorktree } from './worktree-guard.js';

/**
 * End a session at the agent's wish. Where something was kept, the final code is first measured against the baseline
 * once more; that may take longer than the waiting, and the session is active until then. Ending it twice is no harm.
 * One whose server was killed is put right first; one whose directory is gone is ended as it stands.
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
  const gone = session.state === 'ended' ? undefined : await goneDirectory(session);
  if (gone === undefined) await finishThere(app, session, summary, waiting);
  else await endWithoutDirectory(app, session.id, gone, summary);
  return app.store.sessions.find(session.id) ?? session;
}

async function finishThere(
  app: App,
  found: Session,
  summary: string | undefined,
  waiting: Waiting,
): Promise<void> {
  const session = await recoverSession(app, found);
  if (isGoingToEnd(app, session)) await begin(app, session, summary, waiting);
  const find = () => app.store.sessions.find(session.id) ?? session;
  const isEnded = () => find().state === 'ended';
  if (!isEnded()) await waitUntil(app, replayJob(session.id), isEnded, waiting);
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
  if (session.incumbent === 0 && (await endAtOnce(app, session, summary))) return;
  if (session.isolation === 'in-place') await guardWorktree(app, session);
  await app.jobs.tidied();
  await takeMachine(app, session.id, seconds, signal);
  let isReplaying = false;
  try {
    isReplaying = await withLatest(app, session, (latest) => {
      const run = app.store.runs.find(latest.id, latest.incumbent);
      if (run === undefined) return false;
      startReplay(app, latest, run, summary);
      return true;
    });
  } finally {
    if (!isReplaying) releaseMachine(app);
  }
}

/** Where nothing was kept there is nothing to measure. */
async function endAtOnce(app: App, session: Session, summary: string | undefined): Promise<boolean> {
  const isEnded = await withLatest(app, session, (latest) => {
    if (latest.incumbent !== 0) return false;
    endSession(app, latest, 'end_session', summary);
    return true;
  });
  if (!isEnded) return false;
  await app.jobs.tidied();
  await removeArms(workspaceOf(app, session).arms);
  return true;
}

/** Do something with a session that is still to be ended. Another call may have used it, or ended it, in the meantime. */
function withLatest(app: App, session: Session, work: (latest: Session) => boolean): Promise<boolean> {
  return withSession(app, session.id, () => {
    const latest = app.store.sessions.find(session.id) ?? session;
    return Promise.resolve(isGoingToEnd(app, latest) && work(latest));
  });
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
