import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';

/** The run of a session that is being measured, or waits to be logged: the baseline, before there is anything else. */
export function pendingRun(app: App, { id, state }: Session): Run | undefined {
  return state === 'starting' ? app.store.runs.find(id, 0) : app.store.runs.unlogged(id);
}
