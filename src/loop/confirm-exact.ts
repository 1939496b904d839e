import { exactRepeats } from '../verdict/plan.js';
import { drawPair } from './draw-pair.js';
import type { Evaluation, Judgement } from './evaluation.js';
import { cutOff, failedPair } from './pair-failures.js';
import { reportPairs } from './pair-progress.js';
import { valuesOf } from './run-values.js';
import { metricIn, type StoredPair, stagePairs } from './stored-pairs.js';

/** Where a secondary metric varies that must not regress: enough pairs for an interval. */
const repeatsForConstraints = 8;

const what = 'repeating the measurement of both sides';

/**
 * Sample candidate and incumbent again under other seeds. Any difference means that the metric is not deterministic
 * after all.
 */
export async function repeatExactly(
  evaluation: Evaluation,
  value: number,
  screened: Judgement,
): Promise<Judgement> {
  const { measuring, place, opponents } = evaluation;
  const { app, session } = measuring;
  const [incumbentValue] = valuesOf(app, session, opponents.incumbent.run, place.isolation);
  for (let done = 0, wanted = exactRepeats; done < wanted; done++) {
    const seconds = session.noise?.seconds ?? 0;
    reportPairs(measuring, place, { stage: 'repeat', what, done, total: wanted, seconds });
    const drawn = await drawPair(measuring, place, opponents, 'repeat', done);
    if (drawn.end === 'cut') return cutOff(evaluation, 'repeating the measurement');
    if (drawn.end === 'failed') return failedPair(drawn);
    const pairs = stagePairs(measuring, 'repeat', place.isolation);
    const isSame = pairs.every(
      ({ candidate, incumbent }) => candidate.value === value && incumbent.value === incumbentValue,
    );
    if (!isSame) return { is: 'not_deterministic' };
    if (hasVaryingConstraint(evaluation, pairs)) wanted = repeatsForConstraints;
  }
  return screened;
}

function hasVaryingConstraint({ measuring }: Evaluation, pairs: readonly StoredPair[]): boolean {
  return measuring.session.config.constraints
    .filter((constraint) => constraint.max_regression_percent !== undefined)
    .some(({ metric }) => {
      const values = (side: 'incumbent' | 'candidate') => pairs.map((pair) => metricIn(pair[side], metric));
      return new Set(values('incumbent')).size > 1 || new Set(values('candidate')).size > 1;
    });
}
