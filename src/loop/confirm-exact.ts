import { drawPair } from './draw-pair.js';
import type { Evaluation, Judgement } from './evaluation.js';
import { cutOff, failedPair } from './pair-failures.js';
import { valuesOf } from './run-values.js';
import { pairsAmong, type StoredPair, stageSamples } from './stored-pairs.js';

// A deterministic metric is taken at its word only after this many more samples of each side.
const repeats = 3;
/** Where a secondary metric varies that must not regress: enough pairs for an interval. */
const repeatsForConstraints = 8;

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
  for (let done = 0, wanted = repeats; done < wanted; done++) {
    const total = 2 * wanted;
    measuring.report({ done: 2 * done, total, message: 'repeating the measurement of both sides' });
    const drawn = await drawPair(measuring, place, opponents, 'repeat', done);
    if (drawn.end === 'cut') return cutOff(evaluation, 'repeating the measurement');
    if (drawn.end === 'failed') return failedPair(drawn);
    const pairs = pairsAmong(stageSamples(measuring, 'repeat', place.isolation));
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
      const values = (side: 'incumbent' | 'candidate') =>
        pairs.map((pair) => pair[side].metrics.find(({ name }) => name === metric)?.value);
      return new Set(values('incumbent')).size > 1 || new Set(values('candidate')).size > 1;
    });
}
