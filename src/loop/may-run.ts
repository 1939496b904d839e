import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { runId } from './ids.js';
import { afterRefusal, stopState } from './stop-policy.js';

/**
 * See that a session is ready for another experiment.
 *
 * @throws Refusal `run_in_progress`, `session_ended`, `run_pending`, `paused` or `budget_spent`.
 */
export function assertMayRun(app: App, session: Session): void {
  assertMayStart(app, session);
  const stop = stopState(app, session);
  if (stop.shouldContinue) return;
  const details = { stop_reason: stop.stopReason, should_continue: false };
  if (session.steering !== undefined) {
    throw new Refusal(
      'paused',
      stop.explanation ?? 'The session is paused.',
      afterRefusal(stop, session),
      details,
    );
  }
  throw new Refusal(
    'budget_spent',
    stop.explanation ?? 'The budget of the session is spent.',
    'Call end_session and report. Only a person may extend it or start another session.',
    details,
  );
}

/**
 * See that a run may be measured in a session, whatever is left of its budget.
 *
 * @param besides a run that may be unlogged.
 * @throws Refusal `run_in_progress`, `session_ended` or `run_pending`.
 */
export function assertMayStart(app: App, session: Session, besides?: Run): void {
  if (session.state === 'starting') throw baselinePending(session);
  if (session.state === 'ended' || session.replay?.state === 'running') {
    throw new Refusal(
      'session_ended',
      stopState(app, session).explanation ?? 'The session has ended.',
      'Start another with init_experiment.',
    );
  }
  const pending = app.store.runs.unlogged(session.id);
  if (pending !== undefined && pending.number !== besides?.number) throw pendingRun(pending);
}

function baselinePending(session: Session): Refusal {
  const id = runId(session.id, 0);
  return new Refusal(
    'run_in_progress',
    'The baseline is still being measured.',
    `Call run_experiment with run_id: "${id}" to wait for it.`,
    { run_id: id },
  );
}

function pendingRun(run: Run): Refusal {
  const id = runId(run.sessionId, run.number);
  if (run.state === 'running') {
    const hint = `Call run_experiment with run_id: "${id}" to wait for it, or cancel_run to end it.`;
    return new Refusal('run_in_progress', `Run ${id} is still being measured.`, hint, { run_id: id });
  }
  return new Refusal(
    'run_pending',
    `Run ${id} (${run.verdict}) has not been logged yet.`,
    `Call log_experiment with run_id: "${id}" and status ${run.canKeep ? 'keep or discard' : 'discard'} first.`,
    { run_id: id, verdict: run.verdict, can_keep: run.canKeep },
  );
}
