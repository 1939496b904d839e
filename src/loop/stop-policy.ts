import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { type SpentBudget, spentBudget } from './budget.js';

/** Whether another experiment may be started, and if not, why not. */
export interface StopState {
  readonly shouldContinue: boolean;
  readonly stopReason?: SpentBudget['reason'] | 'ended';
  /** One sentence for people and agents. */
  readonly explanation?: string;
}

/** A session stops when it is ended, and before that when its budget is spent. */
export function stopState(app: App, session: Session): StopState {
  if (session.state === 'ended')
    return stop('ended', `The session has ended (${session.endReason ?? 'by end_session'}).`);
  if (session.replay?.state === 'running')
    return stop('ended', 'The session is being ended: its final code is measured against the baseline.');
  const spent = spentBudget(app, session);
  return spent === undefined ? { shouldContinue: true } : stop(spent.reason, spent.explanation);
}

function stop(stopReason: StopState['stopReason'] & string, explanation: string): StopState {
  return { shouldContinue: false, stopReason, explanation };
}
