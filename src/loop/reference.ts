import type { Evaluation, Judgement } from './evaluation.js';
import { valuesOf } from './run-values.js';
import { sampleIncumbent } from './sample-incumbent.js';

/**
 * What a candidate is compared with where no pairs are taken: the incumbent's samples of earlier runs. Where there are none
 * (rows that `recover` rebuilt have none, nor has a place that nothing was measured in) it is measured again.
 *
 * @returns why the candidate cannot be judged, where that is so.
 */
export function ensureReference(evaluation: Evaluation): Promise<Judgement | undefined> {
  const { measuring, place, opponents } = evaluation;
  const known = valuesOf(measuring.app, measuring.session, opponents.incumbent.run, place.isolation);
  return known.length > 0 ? Promise.resolve(undefined) : sampleIncumbent(evaluation, 'reference');
}
