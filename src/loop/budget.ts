import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { countRuns } from './run-counts.js';

/** How far a session may go: as its config says, or as far as a person has extended that. Undefined: no limit. */
interface Limits {
  readonly experiments: number | undefined;
  readonly minutes: number | undefined;
  readonly target: number | undefined;
}

/** Which limit was reached, and a sentence on it for people and agents. */
export interface SpentBudget {
  readonly reason: 'max_experiments' | 'max_minutes' | 'target' | 'plateau' | 'max_failures';
  readonly explanation: string;
}

export function limitsOf({ config, extension }: Session): Limits {
  return {
    experiments: extension?.experiments ?? config.max_experiments,
    minutes: extension?.minutes ?? config.max_minutes,
    target: extension?.target ?? config.target,
  };
}

/** How long a session has lasted; the time after its end, and after the call that ended it, is none of it. */
export function minutesOf({ createdAt, endedAt, replay }: Session): number {
  return ((replay?.startedAt ?? endedAt ?? Date.now()) - createdAt) / 60_000;
}

/** How much of each limit is spent, by the name of its setting. */
export function budgetOf(app: App, session: Session): Record<string, unknown> {
  const { experiments, minutes, target } = limitsOf(session);
  const { id, config, extension } = session;
  const after = extension?.afterRun ?? 0;
  const of = (spent: number, limit: number) => `${spent} of ${limit}`;
  return {
    ...(experiments === undefined
      ? {}
      : { max_experiments: of(countRuns(app, session).experiments, experiments) }),
    ...(minutes === undefined ? {} : { max_minutes: of(Math.floor(minutesOf(session)), minutes) }),
    ...(target === undefined ? {} : { target }),
    ...(config.plateau === undefined
      ? {}
      : { plateau: of(app.store.runs.sinceKeep(id, after), config.plateau) }),
    max_failures: of(app.store.runs.failedInARow(id, after), config.max_failures),
  };
}

/**
 * The limit that a session has reached, whether it has ended since or not; undefined where there is something left.
 *
 * Time comes last: it goes on by itself, and must not hide what the session had stopped for before.
 */
export function spentBudget(app: App, session: Session): SpentBudget | undefined {
  return (
    experimentsDone(app, session) ??
    targetReached(app, session) ??
    plateauReached(app, session) ??
    failedInARow(app, session) ??
    timeIsUp(session)
  );
}

function experimentsDone(app: App, session: Session): SpentBudget | undefined {
  const limit = limitsOf(session).experiments;
  if (limit === undefined || countRuns(app, session).experiments < limit) return undefined;
  return spent('max_experiments', `The limit of max_experiments is reached: ${limit} of ${limit}.`);
}

function targetReached(app: App, session: Session): SpentBudget | undefined {
  const { target } = limitsOf(session);
  // Of the confirmation where there is one: the screen's pairs were chosen for being good.
  const value = app.store.runs.find(session.id, session.incumbent)?.value;
  if (target === undefined || value === undefined) return undefined;
  const isReached = session.config.direction === 'lower' ? value <= target : value >= target;
  return isReached ? spent('target', `The target of ${target} is reached.`) : undefined;
}

function plateauReached(app: App, { id, config, extension }: Session): SpentBudget | undefined {
  const { plateau } = config;
  if (plateau === undefined || app.store.runs.sinceKeep(id, extension?.afterRun ?? 0) < plateau)
    return undefined;
  return spent('plateau', `${plateau} finished runs in a row brought no keep (plateau).`);
}

function failedInARow(app: App, { id, config, extension }: Session): SpentBudget | undefined {
  const limit = config.max_failures;
  if (app.store.runs.failedInARow(id, extension?.afterRun ?? 0) < limit) return undefined;
  const what = 'runs in a row crashed, timed out or gave no valid metric';
  return spent('max_failures', `${limit} ${what} (max_failures).`);
}

function timeIsUp(session: Session): SpentBudget | undefined {
  const limit = limitsOf(session).minutes;
  if (limit === undefined || minutesOf(session) < limit) return undefined;
  return spent('max_minutes', `The session has lasted for the ${limit} minutes of max_minutes.`);
}

function spent(reason: SpentBudget['reason'], explanation: string): SpentBudget {
  return { reason, explanation };
}
