import type { Sample } from '../bench/sample.js';
import { calibrationPairs, estimateNoise, type NoiseEstimate } from '../verdict/noise.js';
import { isEffective } from '../verdict/probe.js';
import { drawPair } from './draw-pair.js';
import { secondsLeft } from './experiment-budget.js';
import { sampleTree } from './measure.js';
import type { Measuring, RunTree } from './measuring.js';
import { reportPairs } from './pair-progress.js';
import type { Place } from './place.js';
import { pairsAmong, stageSamples, valuesOfPairs } from './stored-pairs.js';

/** A tree measured often enough to know its noise. */
export interface Calibration {
  readonly values: readonly number[];
  readonly noise: NoiseEstimate;
  /** Of the metrics besides the session's. */
  readonly metricNames: readonly string[];
  readonly outputTail: string;
}

const progress = {
  stage: 'calibration',
  what: 'measuring the baseline against itself',
  total: calibrationPairs,
} as const;

/**
 * Sample one tree once, and then in pairs against itself, while the budget lasts. A sample that fails again and again ends it.
 *
 * @returns the calibration, or the sample that failed.
 */
export async function calibrate(
  measuring: Measuring,
  place: Place,
  of: RunTree,
): Promise<Calibration | { readonly failed: Sample }> {
  measuring.report({ done: 0, message: 'measuring the baseline' });
  const first = await sampleTree(measuring, place, { of, side: 'incumbent', purpose: 'calibration' });
  if (first.status !== 'ok' || first.value === undefined) return { failed: first };
  for (let pair = 0; pair < calibrationPairs; pair++) {
    // The probe is to find something left.
    if (secondsLeft(measuring, place, 'calibration') < 3 * first.seconds) break;
    reportPairs(measuring, place, { ...progress, done: pair, seconds: first.seconds });
    const drawn = await drawPair(measuring, place, { incumbent: of, candidate: of }, 'calibration', pair);
    if (drawn.end === 'failed') return { failed: drawn.sample };
  }
  return calibrationOf(measuring, place, first);
}

function calibrationOf(measuring: Measuring, place: Place, first: Sample): Calibration {
  const samples = stageSamples(measuring, 'calibration', place.isolation);
  const values = samples.flatMap((sample) => (sample.value === undefined ? [] : [sample.value]));
  const calibrated = {
    values,
    pairs: valuesOfPairs(pairsAmong(samples)),
    seconds: samples.map((sample) => sample.seconds),
  };
  const noise = estimateNoise(calibrated, measuring.session.config.direction);
  const metricNames = first.metrics.map(({ name }) => name);
  return { values, noise, metricNames, outputTail: first.outputTail };
}

export interface ProbeRequest {
  /** The tree with files emptied, and the run whose tree it was. */
  readonly emptied: RunTree;
  readonly references: readonly number[];
  readonly noise: Pick<NoiseEstimate, 'spreadPercent' | 'seconds'>;
}

/**
 * Measure a tree with its code emptied: where the metric stays what it was, the command does not read the code that
 * is in the place (an editable install, a linked package, an absolute path).
 */
export async function probe(measuring: Measuring, place: Place, request: ProbeRequest): Promise<boolean> {
  measuring.report({ done: 0, message: 'probing whether the command measures the code it is given' });
  const { emptied, references, noise } = request;
  // 5 × the usual time and 5 s: emptied code may hang, and a hang is an answer.
  const timeoutSeconds = 5 * noise.seconds + 5;
  const subject = { of: emptied, side: 'candidate', purpose: 'probe', timeoutSeconds } as const;
  const { value } = await sampleTree(measuring, place, subject);
  const compared = { references, spreadPercent: noise.spreadPercent };
  return isEffective(value === undefined ? compared : { ...compared, emptied: value });
}
