import type { PairStage } from '../store/samples.js';
import type { Measuring } from './measure.js';
import type { Place } from './place.js';

/**
 * Seconds left of the budget of one experiment; not above 0 when it is spent. Samples that an earlier run of the series
 * left to go on with count, those on which it failed do not. A replay has a budget of its own.
 */
export function secondsLeft(measuring: Measuring, { isolation }: Place, stage?: PairStage): number {
  const { app, session, run, series } = measuring;
  const spent = app.store.samples
    .ofSeries(session.id, series)
    .filter((sample) => (sample.purpose === 'replay') === (stage === 'replay'))
    .filter((sample) => sample.isolation === isolation && (sample.run === run || sample.status === 'ok'))
    .reduce((total, sample) => total + sample.seconds, 0);
  return session.config.measure_budget_seconds - spent;
}
