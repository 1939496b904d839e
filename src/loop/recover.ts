import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { undoStart } from './activate.js';
import type { App } from './app.js';
import { isMeasured, isReplayAbandoned } from './at-work.js';
import { isSeen } from './bounds.js';
import { clearAfter } from './clear-after.js';
import { assertDirectory } from './directory-gone.js';
import { endOrphans, endRun } from './end-orphans.js';
import { ensureIndex } from './ensure-index.js';
import { finishGoingBack } from './finish-going-back.js';
import { finishLog } from './finish-log.js';
import { isHeadElsewhere, whereLeft } from './head-elsewhere.js';
import { noteCutOff } from './ideas/became.js';
import { putBack } from './in-place.js';
import type { StopReason } from './jobs.js';
import { withSession } from './lock.js';
import { makeReachable } from './make-reachable.js';
import { noteRecovery } from './note-recovery.js';
import { isResumable, resumeRun } from './resume.js';
import { ownerOf } from './run-owner.js';
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

async function finishIntention(app: App, run: Run): Promise<void> {
  await withSession(app, run.sessionId, async () => {
    // Whoever held the lock may have finished it in the meantime.
    const latest = app.store.runs.find(run.sessionId, run.number);
    const session = app.store.sessions.find(run.sessionId);
    if (latest?.intention === undefined || session === undefined || session.state === 'ended') return;
    // It waits until HEAD is back: the next call that needs it says where that is.
    if (await isHeadElsewhere(app, session)) return;
    const told = await finishLog(app, session, latest, latest.intention);
    const what = latest.intention.outcome === 'kept' ? 'keep' : 'discard';
    noteRecovery(app, latest, `finished the ${what} that was cut off`, told);
  });
}

function isReplayCutOff(app: App, session: Session): boolean {
  return session.state !== 'ended' && isReplayAbandoned(app, session);
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
    await endRun(session, run);
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
  for (const session of app.store.sessions.unfinished().filter((each) => isSeen(app, each))) {
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
  await endRun(session, run);
  await clearAfter(app, session, ownerOf(run), 'measuring');
  await makeReachable(app, session, run);
}

async function giveUp(app: App, session: Session, run: Run, verdict: StopReason): Promise<void> {
  const left = await putBackIfHere(app, session, run);
  if (session.state === 'starting')
    await undoStart(app, session, 'the server was killed while it measured the baseline');
  const { displacedTree: _, displacedHead: __, ...rest } = run;
  const finished: Run = { ...rest, state: 'finished', verdict, finishedAt: Date.now() };
  app.store.transaction(() => {
    app.store.runs.update(finished);
    noteCutOff(app, finished);
  });
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
