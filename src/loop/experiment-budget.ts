import type { SamplePurpose } from '../store/samples.js';
import type { Measuring } from './measuring.js';
import type { Place } from './place.js';

/** What the measuring time is for: each has a budget of `measure_budget_seconds` of its own. */
export type BudgetUse = 'experiment' | 'calibration' | 'replay';

/**
 * Seconds left of a budget; not above 0 when it is spent. What an earlier run of the series has measured counts.
 */
export function secondsLeft(measuring: Measuring, { isolation }: Place, use: BudgetUse): number {
  const { app, session, series } = measuring;
  const spent = app.store.samples
    .ofSeries(session.id, series)
    .filter((sample) => budgetUse(sample.purpose, sample.run) === use && sample.isolation === isolation)
    .reduce((total, sample) => total + sample.seconds, 0);
  return session.config.measure_budget_seconds - spent;
}

/**
 * The budget that a sample of some purpose is paid from. A candidate pays for its probe, the baseline for its own. An
 * incumbent whose samples are lost is measured again as the baseline was: no candidate pays for that.
 */
export function budgetUse(purpose: SamplePurpose, run: number): BudgetUse {
  if (purpose === 'replay' || purpose === 'calibration') return purpose;
  return run === 0 || purpose === 'reference' ? 'calibration' : 'experiment';
}
