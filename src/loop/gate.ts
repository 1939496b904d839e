import type { Sample } from '../bench/sample.js';
import type { Run } from '../store/run.js';
import { type Measuring, sampleTree } from './measure.js';
import type { Place } from './place.js';

/**
 * One sample of the candidate, so that one that crashes costs no more. A run that goes on from an earlier one takes over
 * that one's gate: whoever may draw anew until the number is a lucky one keeps luck.
 */
export async function takeGate(measuring: Measuring, place: Place, run: Run): Promise<Sample> {
  measuring.report({ done: 0, message: 'measuring the candidate' });
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
      (sample) => sample.purpose === 'gate' && sample.status === 'ok' && sample.isolation === place.isolation,
    );
  if (gate?.value === undefined) return undefined;
  const { value, metrics, seconds } = gate;
  return { status: 'ok', value, metrics, seconds, slept: false, outputTail: '', leftovers: [] };
}
