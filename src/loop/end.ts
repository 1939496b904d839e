import { Refusal } from '../errors.js';
import type { Session } from '../store/sessions.js';
import { removeArms } from '../workspace/arms.js';
import type { App } from './app.js';
import { runId } from './ids.js';
import { workspaceOf } from './session-workspace.js';

/** Mark a session as ended. Its branch stays checked out, and its refs and rows stay for good. */
export function endSession(app: App, session: Session, reason: string, summary?: string): Session {
  const ended: Session = {
    ...session,
    state: 'ended',
    endReason: reason,
    endedAt: Date.now(),
    ...(summary === undefined ? {} : { summary }),
  };
  app.store.transaction(() => {
    app.store.sessions.update(ended);
    app.store.events.insert({
      sessionId: session.id,
      at: Date.now(),
      kind: 'session ended',
      data: { reason },
    });
  });
  return ended;
}

/**
 * End a session at the agent's wish. Ending it twice is no harm.
 *
 * @throws Refusal `run_in_progress` or `run_pending`: what was measured must be kept or discarded first.
 */
export async function finishSession(
  app: App,
  session: Session,
  summary: string | undefined,
): Promise<Session> {
  if (session.state === 'ended') return session;
  const pending = app.store.runs.unlogged(session.id);
  if (session.state === 'starting' || pending !== undefined) throw unfinished(session, pending?.number ?? 0);
  const ended = endSession(app, session, 'end_session', summary);
  await removeArms(workspaceOf(app, session).arms);
  return ended;
}

function unfinished(session: Session, number: number): Refusal {
  const id = runId(session.id, number);
  const isBaseline = session.state === 'starting';
  return new Refusal(
    isBaseline ? 'run_in_progress' : 'run_pending',
    `Run ${id} is ${isBaseline ? 'still being measured' : 'not logged yet'}.`,
    `Call ${isBaseline ? 'cancel_run' : 'log_experiment'} with run_id: "${id}" first.`,
    { run_id: id },
  );
}
