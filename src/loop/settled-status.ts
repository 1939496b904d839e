import type { Outcome } from '../store/run.js';
import { isCutOff } from '../verdict/verdict.js';

/** What other programs call the end of a run. */
export type SettledStatus = 'keep' | 'discard' | 'crash' | 'checks_failed';

const crashes: readonly string[] = ['crashed', 'timed_out', 'invalid_metric'];

/** A run that was measured here, or in another home; undefined where it came to nothing yet. */
export function settledStatus(run: {
  readonly verdict?: string | undefined;
  readonly outcome?: Outcome | undefined;
}): SettledStatus | undefined {
  const { verdict, outcome } = run;
  if (verdict === undefined || isCutOff(verdict)) return undefined;
  if (verdict === 'baseline' || outcome === 'kept') return 'keep';
  if (outcome === undefined) return undefined;
  if (crashes.includes(verdict)) return 'crash';
  return verdict === 'checks_failed' ? verdict : 'discard';
}

/** A run that another program tells of, in one of these words. */
export function statusOfClaim(status: string, outcome: Outcome | undefined): SettledStatus | undefined {
  if (outcome === undefined || isCutOff(status)) return undefined;
  if (outcome === 'kept') return 'keep';
  if (isCrash(status)) return 'crash';
  return status === 'checks_failed' ? status : 'discard';
}

/** Whether a file's word for the end of a run says that it came to none: `crash`, `crashed`, `timeout`, `timed_out`. */
export function isCrash(status: string): boolean {
  return /^(crash|time)/i.test(status);
}
