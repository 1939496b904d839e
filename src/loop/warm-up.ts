import type { Evaluation, Judgement } from './evaluation.js';
import { secondsLeft } from './experiment-budget.js';
import { sampleTree } from './measure.js';
import { cutOff, failedPair } from './pair-failures.js';

const attempts = 3;

/**
 * One sample of the incumbent that nobody counts: the candidate has had its gate sample, and neither arm is to be the
 * colder one. A run that is gone on with has had its own.
 *
 * @returns why the candidate cannot be judged, where that is so.
 */
export async function warmUp(evaluation: Evaluation): Promise<Judgement | undefined> {
  const { measuring, place, opponents } = evaluation;
  const { app, session, series } = measuring;
  const isWarm = app.store.samples
    .ofSeries(session.id, series)
    .some(
      ({ purpose, status, isolation }) =>
        purpose === 'warm-up' && status === 'ok' && isolation === place.isolation,
    );
  if (isWarm) return undefined;
  measuring.report({ done: 0, message: 'measuring the incumbent' });
  for (let attempt = 1; ; attempt++) {
    if (secondsLeft(measuring, place, 'experiment') <= 0)
      return cutOff(evaluation, 'taking the first samples');
    const subject = { of: opponents.incumbent, side: 'incumbent', purpose: 'warm-up' } as const;
    const sample = await sampleTree(measuring, place, subject);
    if (sample.status === 'ok') return undefined;
    if (attempt === attempts) return failedPair({ end: 'failed', side: 'incumbent', sample });
  }
}
