import type { Run } from '../../store/run.js';
import type { Session } from '../../store/session.js';
import type { App } from '../app.js';
import { mediansByName, samplesOf } from '../run-values.js';

/**
 * A run's metrics besides the session's, by name: the candidate's, for the baseline the medians of its samples, and of an
 * imported run those that it claims.
 */
export function secondaryOf(app: App, session: Session, run: Run): Record<string, number> {
  if (run.imported !== undefined) return { ...run.imported.metrics };
  if (run.number === 0) return Object.fromEntries(mediansByName(samplesOf(app, session, 0, run.isolation)));
  const known = (run.result?.metrics ?? []).flatMap(({ name, candidate }) =>
    candidate === undefined ? [] : [[name, candidate] as const],
  );
  return Object.fromEntries(known);
}
