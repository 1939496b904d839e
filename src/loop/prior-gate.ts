import type { Sample } from '../bench/sample.js';
import type { Run } from '../store/run.js';
import type { Measuring } from './measure.js';
import type { Place } from './place.js';

/**
 * The gate sample of a run of the same tree that was cut off, taken over instead of drawn again: whoever may cancel
 * and draw anew until the number is a lucky one keeps luck.
 */
export function takeOverGate(measuring: Measuring, place: Place, run: Run): Sample | undefined {
  const { store } = measuring.app;
  const before = store.runs.cutOff(run.sessionId, run.tree, run.incumbent);
  if (before === undefined) return undefined;
  const gate = store.samples
    .ofRun(run.sessionId, before.number)
    .find(
      (sample) => sample.purpose === 'gate' && sample.status === 'ok' && sample.isolation === place.isolation,
    );
  if (gate?.value === undefined) return undefined;
  store.samples.insert({ ...gate, run: run.number, measuredRun: run.number });
  const { value, metrics, seconds } = gate;
  return { status: 'ok', value, metrics, seconds, slept: false, outputTail: '', leftovers: [] };
}
