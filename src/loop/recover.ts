import { endMarked } from '../bench/end-marked.js';
import type { LockOwner } from '../store/locks.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { headOf } from '../workspace/repository.js';
import { undoStart } from './activate.js';
import type { App } from './app.js';
import { clearAfter } from './clear-after.js';
import { assertDirectory } from './directory-gone.js';
import { ensureIndex } from './ensure-index.js';
import { finishGoingBack } from './finish-going-back.js';
import { isHeadElsewhere, whereLeft } from './head-elsewhere.js';
import { runId } from './ids.js';
import { putBack } from './in-place.js';
import type { StopReason } from './jobs.js';
import { withSession } from './lock.js';
import { applyIntention } from './log-run.js';
import { makeReachable } from './make-reachable.js';
import { noteRecovery } from './note-recovery.js';
import { isAlive } from './process-identity.js';
import { replayJob } from './replay-job.js';
import { isResumable, resumeRun } from './resume.js';
import { markOf } from './run-mark.js';
import { saveOwnCommits } from './save-commits.js';
import { saveStagedOf } from './save-staged.js';
import { workspaceOf } from './session-workspace.js';
import { sweep } from './sweep.js';

/**
 * Put a session right whose server was killed: what it was measuring goes on, or is interrupted and its files are put
 * back, and a keep, a discard or a way back from the session that was begun is finished.
 *
 * @returns the session as it is then.
 * @throws Refusal `not_a_repository` where the directory of an open session is gone.
 */
export async function recoverSession(app: App, session: Session): Promise<Session> {
  if (session.state !== 'ended') {
    await assertDirectory(session).catch(async (error: unknown) => {
      // They hold no place that is needed for ending them.
      await endOrphans(app, session);
      throw error;
    });
    await ensureIndex(app, session);
  }
  for (const run of app.store.runs.running(session.id)) await recoverRun(app, run);
  const intended = app.store.runs.intended(session.id);
  if (intended !== undefined) await finishIntention(app, intended);
  if (isReplayCutOff(app, session)) await undoReplay(app, session.id);
  if (session.abandoning !== undefined) await finishGoingBack(app, session.id);
  return app.store.sessions.find(session.id) ?? session;
}

/** End what a killed server was running for a session. */
async function endOrphans(app: App, session: Session): Promise<void> {
  const ofReplay = isReplayCutOff(app, session) ? session.replay?.run : undefined;
  const replayed = ofReplay === undefined ? undefined : app.store.runs.find(session.id, ofReplay);
  const cutOff = app.store.runs.running(session.id).filter((run) => !isMeasured(app, run));
  for (const run of [...cutOff, ...(replayed === undefined ? [] : [replayed])]) {
    await endMarked(markOf(run), session.config.kill_grace_seconds);
  }
}

async function finishIntention(app: App, run: Run): Promise<void> {
  await withSession(app, run.sessionId, async () => {
    // Whoever held the lock may have finished it in the meantime.
    const latest = app.store.runs.find(run.sessionId, run.number);
    const session = app.store.sessions.find(run.sessionId);
    if (latest?.intention === undefined || session === undefined || session.state === 'ended') return;
    // It waits until HEAD is back: the next call that needs it says where that is.
    if (await isHeadElsewhere(app, session)) return;
    const { commit } = await headOf(workspaceOf(app, session).repository);
    await saveOwnCommits(app, session, latest, commit);
    const stagedRef = await saveStagedOf(app, session, latest, commit);
    const staged = stagedRef === undefined ? '' : `; what was staged is in ${stagedRef}`;
    await applyIntention(app, session, latest);
    noteRecovery(
      app,
      latest,
      `finished the ${latest.intention.outcome === 'kept' ? 'keep' : 'discard'} that was cut off${staged}`,
    );
  });
}

function isReplayCutOff(app: App, { state, replay, id }: Session): boolean {
  if (state === 'ended' || replay?.state !== 'running') return false;
  return !isAtWork(app, replay.owner, replayJob(id));
}

/** Put the files back that a replay had swapped. The session goes on, or is ended anew: the pairs are stored. */
async function undoReplay(app: App, id: string): Promise<void> {
  await withSession(app, id, async () => {
    const session = app.store.sessions.find(id);
    if (session?.replay === undefined || !isReplayCutOff(app, session)) return;
    const { replay, ...rest } = session;
    const { owner } = replay;
    const run = app.store.runs.find(id, replay.run);
    if (run === undefined) return;
    await endMarked(markOf(run), session.config.kill_grace_seconds);
    await clearAfter(app, session, owner, 'measuring');
    const left = await putBackIfHere(app, session, run);
    app.store.sessions.update(rest);
    noteRecovery(
      app,
      run,
      `was being measured against the baseline when the server was killed: call end_session again${left}`,
    );
  });
}

/**
 * Put right whatever servers that were killed have left behind, in all sessions: processes of theirs, too.
 *
 * @param onFailure told of a session that cannot be put right. The others are, all the same.
 */
export async function recoverAll(
  app: App,
  onFailure: (sessionId: string, error: unknown) => void,
): Promise<void> {
  for (const session of app.store.sessions.unfinished()) {
    await recoverSession(app, session).catch((error: unknown) => onFailure(session.id, error));
  }
  await sweep(app).catch((error: unknown) => onFailure('none', error));
}

/** Go on with a run whose server is gone, or interrupt it. A run that somebody alive is measuring is left alone. */
export async function recoverRun(app: App, run: Run): Promise<void> {
  if (isMeasured(app, run)) return;
  await withSession(app, run.sessionId, async () => {
    const latest = app.store.runs.find(run.sessionId, run.number);
    const session = app.store.sessions.find(run.sessionId);
    if (latest?.state !== 'running' || session === undefined || isMeasured(app, latest)) return;
    await takeOver(app, session, latest);
    if (isResumable(app, session, latest)) await resumeRun(app, session, latest);
    else await giveUp(app, session, latest, 'interrupted');
  });
}

/**
 * End a run whose server is gone, and that cannot go on yet since another measures on this machine.
 *
 * @returns whether there was such a run.
 */
export function cancelAbandoned(app: App, run: Run): Promise<boolean> {
  return withSession(app, run.sessionId, async () => {
    const latest = app.store.runs.find(run.sessionId, run.number);
    const session = app.store.sessions.find(run.sessionId);
    if (latest?.state !== 'running' || session === undefined || isMeasured(app, latest)) return false;
    await takeOver(app, session, latest);
    await giveUp(app, session, latest, 'cancelled');
    return true;
  });
}

/** Let nothing of a killed server's be in the way of what becomes of its run. */
async function takeOver(app: App, session: Session, run: Run): Promise<void> {
  await endMarked(markOf(run), session.config.kill_grace_seconds);
  await clearAfter(app, session, ownerOf(run), 'measuring');
  await makeReachable(app, session, run);
}

async function giveUp(app: App, session: Session, run: Run, verdict: StopReason): Promise<void> {
  const left = await putBackIfHere(app, session, run);
  if (session.state === 'starting')
    await undoStart(app, session, 'the server was killed while it measured the baseline');
  const { displacedTree: _, displacedHead: __, ...rest } = run;
  app.store.runs.update({ ...rest, state: 'finished', verdict, finishedAt: Date.now() });
  noteRecovery(app, run, `${verdict}: its server was killed${left}`);
}

/** @returns what is to be added of files that were not put back; mostly nothing. */
async function putBackIfHere(app: App, session: Session, run: Run): Promise<string> {
  if (run.displacedTree === undefined) return '';
  if (await isHeadElsewhere(app, session, run.displacedHead)) {
    app.store.runs.clearDisplaced(run.sessionId, run.number);
    return `; HEAD had been moved, so no file was put back: ${whereLeft(run)}`;
  }
  await putBack(app, session, run, run.displacedTree);
  return '';
}

/** Whether somebody alive is measuring a run of a session, or its replay. */
export function isWorkedOn(app: App, { id, replay }: Session): boolean {
  if (app.store.runs.running(id).some((run) => isMeasured(app, run))) return true;
  return replay?.state === 'running' && isAtWork(app, replay.owner, replayJob(id));
}

/** Whether somebody alive is measuring a run. */
function isMeasured(app: App, run: Run): boolean {
  return isAtWork(app, ownerOf(run), runId(run.sessionId, run.number));
}

function ownerOf(run: Run): LockOwner {
  return { pid: run.ownerPid, started: run.ownerStarted };
}

function isAtWork(app: App, owner: LockOwner, jobId: string): boolean {
  const isOurs = owner.pid === app.owner.pid && owner.started === app.owner.started;
  return isOurs ? app.jobs.find(jobId) !== undefined : isAlive(owner);
}
