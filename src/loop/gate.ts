import type { Sample } from '../bench/sample.js';
import type { Run } from '../store/run.js';
import { mostSamples } from '../verdict/plan.js';
import { sampleTree } from './measure.js';
import type { Measuring } from './measuring.js';
import { atMost } from './pair-progress.js';
import type { Place } from './place.js';
import { planOf } from './session-plan.js';
import { sampleFrom } from './stored-pairs.js';

/**
 * One sample of the candidate, so that one that crashes costs no more. A run that goes on from an earlier one takes over
 * that one's gate: whoever may draw anew until the number is a lucky one keeps luck.
 */
export async function takeGate(measuring: Measuring, place: Place, run: Run): Promise<Sample> {
  const { session } = measuring;
  const worst = mostSamples(planOf(session)) * (session.noise?.seconds ?? 0);
  const left = atMost(Math.min(worst, session.config.measure_budget_seconds));
  measuring.report({ done: 0, message: `measuring the candidate, ${left}` });
  const of = { tree: run.tree, run: run.number };
  return (
    takenBefore(measuring, place) ??
    (await sampleTree(measuring, place, { of, side: 'candidate', purpose: 'gate' }))
  );
}

function takenBefore({ app, session, series }: Measuring, place: Place): Sample | undefined {
  const gate = app.store.samples
    .ofSeries(session.id, series)
    .find(
      ({ purpose, status, isolation }) =>
        purpose === 'gate' && status !== 'void' && isolation === place.isolation,
    );
  return gate === undefined ? undefined : sampleFrom(gate);
}
