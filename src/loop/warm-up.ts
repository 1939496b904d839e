import type { Evaluation, Judgement } from './evaluation.js';
import { sampleIncumbent } from './sample-incumbent.js';

/**
 * One sample of the incumbent that nobody counts: the candidate has had its gate sample, and neither arm is to be the
 * colder one. A run that is gone on with has had its own.
 *
 * @returns why the candidate cannot be judged, where that is so.
 */
export function warmUp(evaluation: Evaluation): Promise<Judgement | undefined> {
  const { measuring, place } = evaluation;
  const { app, session, series } = measuring;
  const isWarm = app.store.samples
    .ofSeries(session.id, series)
    .some(
      ({ purpose, status, isolation }) =>
        purpose === 'warm-up' && status === 'ok' && isolation === place.isolation,
    );
  return isWarm ? Promise.resolve(undefined) : sampleIncumbent(evaluation, 'warm-up');
}
