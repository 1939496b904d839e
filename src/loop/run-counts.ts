import type { Session } from '../store/session.js';
import { isCutOff, type Verdict } from '../verdict/verdict.js';
import type { App } from './app.js';

/** Runs of a session by what became of them. */
export interface Counts {
  /** Finished runs that count: all but the baseline and the cancelled and interrupted ones. */
  readonly experiments: number;
  readonly kept: number;
  readonly discarded: number;
  readonly better: number;
  readonly failed: number;
  readonly cancelled: number;
}

const failures: readonly Verdict[] = ['crashed', 'timed_out', 'invalid_metric', 'checks_failed'];

export function countRuns(app: App, session: Session): Counts {
  const rows = app.store.runs.counts(session.id);
  const sum = (pick: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(pick).reduce((total, row) => total + row.count, 0);
  return {
    experiments: sum((row) => !isCutOff(row.verdict)),
    kept: sum((row) => row.outcome === 'kept'),
    discarded: sum((row) => row.outcome === 'discarded'),
    better: sum((row) => row.verdict === 'better'),
    failed: sum((row) => failures.includes(row.verdict)),
    cancelled: sum((row) => isCutOff(row.verdict)),
  };
}
