import type { Sample } from '../bench/sample.js';
import type { Run } from '../store/run.js';
import type { Finding } from './finding.js';
import type { Measuring } from './measuring.js';
import type { Place } from './place.js';
import { mediansByName, metricResult, samplesOf, secondaryMetrics, valuesOf } from './run-values.js';

/** What is known of a run before it is judged: the numbers, and no verdict yet. */
export function blankFinding(measuring: Measuring, place: Place, run: Run, sample?: Sample): Finding {
  const { app, session } = measuring;
  const incumbent = mediansByName(samplesOf(app, session, run.incumbent, place.isolation));
  const candidate = new Map((sample?.metrics ?? []).map(({ name, value }) => [name, value]));
  return {
    verdict: 'inconclusive',
    canKeep: false,
    reason: '',
    ...(sample?.value === undefined ? {} : { value: sample.value }),
    metric: metricResult(session, valuesOf(app, session, run.incumbent, place.isolation), sample?.value),
    metrics: secondaryMetrics(incumbent, candidate),
    checks: { state: 'not_run' },
    outputTail: sample?.outputTail ?? '',
    notes: [],
    isolation: place.isolation,
  };
}
