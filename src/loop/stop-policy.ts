import type { Session, Steering } from '../store/session.js';
import type { App } from './app.js';
import { type SpentBudget, spentBudget } from './budget.js';
import { brief } from './report.js';
import { visibleText } from './shown-text.js';

/** Whether another experiment may be started, and if not, why not. */
export interface StopState {
  readonly shouldContinue: boolean;
  readonly stopReason?: SpentBudget['reason'] | Steering['state'] | 'ended';
  /** A sentence or two for people and agents. */
  readonly explanation?: string;
  /** Whether the budget of a paused session is spent, too: no experiment is left for when it is resumed. */
  readonly isSpentToo?: boolean;
}

const longestReason = 240;
const waiting =
  'it waits until a person resumes; if it is refused with `paused`, call it again. Do not end the session.';

/** A session stops when it is ended, and before that when a person says so, or when its budget is spent. */
export function stopState(app: App, session: Session): StopState {
  if (session.state === 'ended')
    return stop('ended', `The session has ended (${session.endReason ?? 'by end_session'}).`);
  if (session.replay?.state === 'running')
    return stop('ended', 'The session is being ended: its final code is measured against the baseline.');
  const spent = spentBudget(app, session);
  if (session.steering !== undefined) return steered(session.steering, spent);
  return spent === undefined ? { shouldContinue: true } : stop(spent.reason, spent.explanation);
}

/** A pause is kept where the budget is spent, too: to end a session is to measure once more. */
function steered(steering: Steering, spent: SpentBudget | undefined): StopState {
  const words = steeringWords(steering);
  if (steering.state === 'stopped' || spent === undefined) return stop(steering.state, words);
  return {
    ...stop('paused', `${words} Its budget is spent, too. ${spent.explanation}`),
    isSpentToo: true,
  };
}

function stop(stopReason: StopState['stopReason'] & string, explanation: string): StopState {
  return { shouldContinue: false, stopReason, explanation };
}

function steeringWords({ state, reason }: Steering): string {
  const what = state === 'paused' ? 'A person has paused the session' : 'A person has stopped the session';
  return `${what}${reason === undefined ? '.' : `: "${brief(visibleText(reason, longestReason), longestReason)}".`}`;
}

/** What a person has said of whether to go on, for as long as it holds. */
export function standingWords({ stopReason, explanation }: StopState): string | undefined {
  return stopReason === 'paused' || stopReason === 'stopped' ? explanation : undefined;
}

/** What an agent does when nothing is pending, as an imperative. */
export function afterwards(stop: StopState, { id }: Session): string {
  if (stop.shouldContinue) return 'Edit the code for the next idea and call run_experiment.';
  if (stop.stopReason !== 'paused') return `Call end_session with session_id "${id}" and report to the user.`;
  return isOnlyPaused(stop)
    ? `Edit the code for the next idea, unless that is done, and call run_experiment: ${waiting}`
    : `Tell the user that no experiment is left, and edit nothing. Then call run_experiment: ${waiting}`;
}

/** Whether there is something left to be measured, once a person resumes. */
export function isOnlyPaused({ stopReason, isSpentToo }: StopState): boolean {
  return stopReason === 'paused' && isSpentToo !== true;
}

/** The same for whoever was refused an experiment, or had it cut off: what is to be measured is there already. */
export function afterRefusal(stop: StopState, session: Session): string {
  return isOnlyPaused(stop)
    ? `Leave your edits as they are and call run_experiment again: ${waiting}`
    : afterwards(stop, session);
}
