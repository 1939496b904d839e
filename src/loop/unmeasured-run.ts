import type { Session } from '../store/session.js';
import { type App, logPath } from './app.js';

/** What the row of a run has to hold that was not measured here: one that was imported, or rebuilt from its commit. */
export function unmeasuredRun(app: App, session: Session, number: number) {
  return {
    sessionId: session.id,
    number,
    state: 'finished',
    isolation: session.isolation,
    series: number,
    seed: 0,
    logPath: logPath(app, session.id, number),
    ownerPid: app.owner.pid,
    ownerStarted: app.owner.started,
    canKeep: false,
  } as const;
}
