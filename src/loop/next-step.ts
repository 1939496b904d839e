import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { runId } from './ids.js';
import { pendingRun } from './pending-run.js';
import { afterwards, stopState } from './stop-policy.js';

/** What an agent does next in a session, as it stands: an imperative. */
export function nextStepIn(app: App, session: Session): string {
  if (session.state === 'ended') return 'Start another session with init_experiment, if the user wants one.';
  const pending = pendingRun(app, session);
  if (pending === undefined) return afterwards(stopState(app, session), session);
  const id = runId(session.id, pending.number);
  if (pending.state === 'running')
    return `Call run_experiment with run_id "${id}" to wait for it. Do not edit files meanwhile.`;
  return `Call log_experiment with run_id "${id}" and status ${pending.canKeep ? 'keep or discard' : 'discard'}.`;
}

/** Whether there is nothing to be done before another experiment. */
export function isReadyForMore(app: App, session: Session): boolean {
  const isFree = session.state === 'active' && pendingRun(app, session) === undefined;
  return isFree && stopState(app, session).shouldContinue;
}
