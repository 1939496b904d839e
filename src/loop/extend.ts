import { Refusal } from '../errors.js';
import type { Extension, Session } from '../store/session.js';
import type { App } from './app.js';
import { limitsOf, minutesOf } from './budget.js';
import { countRuns } from './run-counts.js';
import { findSession, type SessionQuery } from './session-lookup.js';
import { stopState } from './stop-policy.js';

/** What a person adds to a session's budget, in experiments and minutes; a target takes the place of the old one. */
export interface Grant {
  readonly experiments?: number | undefined;
  readonly minutes?: number | undefined;
  readonly target?: number | undefined;
}

/** A session's budget after that. Undefined: no limit. */
export interface ExtendedBudget {
  readonly sessionId: string;
  readonly experiments?: { readonly limit: number; readonly left: number } | undefined;
  readonly minutes?: { readonly limit: number; readonly left: number } | undefined;
  readonly target?: number | undefined;
  /** Why the session stops all the same. */
  readonly stopped?: string | undefined;
}

/**
 * Raise the limits of an active session at a person's wish. Its config stays as it is. Runs that failed, or brought no
 * keep, are forgiven: both are counted anew. Servers that are working on the session see it with their next call.
 *
 * @throws Refusal `session_ended`, or as findSession.
 */
export async function extendSession(app: App, query: SessionQuery, grant: Grant): Promise<ExtendedBudget> {
  const { id } = await findSession(app, query);
  return app.store.transaction(() => {
    const session = app.store.sessions.find(id);
    if (session === undefined || stopState(app, session).stopReason === 'ended') throw ended(id);
    const extension = extended(app, session, grant);
    app.store.sessions.extend(id, extension);
    app.store.events.insert({
      sessionId: id,
      at: Date.now(),
      kind: 'extended',
      data: { what: describe(grant), ...extension },
    });
    return budgetOf(app, { ...session, extension });
  });
}

function extended(app: App, session: Session, grant: Grant): Extension {
  const limits = limitsOf(session);
  const experiments = raised(limits.experiments, countRuns(app, session).experiments, grant.experiments);
  const minutes = raised(limits.minutes, minutesOf(session), grant.minutes);
  const target = grant.target ?? limits.target;
  return {
    ...(experiments === undefined ? {} : { experiments }),
    ...(minutes === undefined ? {} : { minutes }),
    ...(target === undefined ? {} : { target }),
    afterRun: lastFinished(app, session),
  };
}

/** More than a limit; more than what has been used, where that is beyond it: time goes on after a session has stopped. */
function raised(limit: number | undefined, used: number, more: number | undefined): number | undefined {
  return limit === undefined || more === undefined
    ? limit
    : Math.max(limit, Math.ceil(used * 10) / 10) + more;
}

/** Number of the last run that has finished: one that is being measured is not forgiven before it fails. */
function lastFinished(app: App, session: Session): number {
  const [newest] = app.store.runs.recent(session.id, 1);
  if (newest === undefined) return 0;
  return Math.max(0, newest.state === 'finished' ? newest.number : newest.number - 1);
}

function describe({ experiments, minutes, target }: Grant): string {
  return [
    ...(experiments === undefined ? [] : [`+${counted(experiments, 'experiment')}`]),
    ...(minutes === undefined ? [] : [`+${counted(minutes, 'minute')}`]),
    ...(target === undefined ? [] : [`target ${target}`]),
  ].join(', ');
}

/** A number of things, in words. */
export function counted(count: number, thing: string, things = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}

function budgetOf(app: App, session: Session): ExtendedBudget {
  const { experiments, minutes, target } = limitsOf(session);
  const left = (limit: number | undefined, used: number) =>
    limit === undefined ? undefined : { limit, left: Math.max(0, limit - used) };
  return {
    sessionId: session.id,
    experiments: left(experiments, countRuns(app, session).experiments),
    minutes: left(minutes, minutesOf(session)),
    target,
    stopped: stopState(app, session).explanation,
  };
}

function ended(id: string): Refusal {
  return new Refusal(
    'session_ended',
    `The session ${id} has ended, or is being ended: it cannot be extended.`,
    'Start another with init_experiment.',
  );
}
