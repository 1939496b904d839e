import type { Run } from '../../store/run.js';
import type { Session } from '../../store/session.js';
import type { App } from '../app.js';
import { type SettledStatus, settledStatus, statusOfClaim } from '../settled-status.js';
import { secondaryOf } from './secondary-values.js';

/** A run that is over, in the words of the logs of other programs. */
export interface SettledRun {
  readonly run: Run;
  readonly status: SettledStatus;
  /** The commit that it is known by: what was kept, else the candidate, which stays reachable. */
  readonly commit: string;
  /** Those besides the session's, by name. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What was tried, on one line. */
  readonly description: string;
}

/**
 * The runs of a session of which other programs have a word, oldest first. Those that are being measured, wait for a
 * decision or were cut off are not among them: they came to nothing yet.
 */
export function settledRuns(app: App, session: Session): SettledRun[] {
  return app.store.runs.all(session.id).flatMap((run) => {
    const { imported, outcome } = run;
    const status = imported === undefined ? settledStatus(run) : statusOfClaim(imported.status, outcome);
    if (status === undefined) return [];
    const description = oneLine(run.log?.description ?? run.description);
    const metrics = secondaryOf(app, session, run);
    return [{ run, status, commit: commitOf(session, run), metrics, description }];
  });
}

/** The value that was measured or, of an imported run, is claimed; none for a crash. */
export function settledValue({ run, status }: SettledRun): number | undefined {
  return status === 'crash' ? undefined : (run.value ?? run.imported?.metric);
}

function commitOf(session: Session, run: Run): string {
  if (run.imported !== undefined) return oneLine(run.imported.commit ?? '');
  return run.number === 0 ? session.startCommit : (run.keptCommit ?? run.candidateCommit);
}

/** Text without line ends, tabs and what a terminal would obey: one cell of a table. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
