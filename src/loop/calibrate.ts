import type { Sample } from '../bench/sample.js';
import type { ChecksReport } from '../store/run.js';
import { calibrationSamples, estimateNoise, type NoiseEstimate } from '../verdict/noise.js';
import { isEffective } from '../verdict/probe.js';
import { checkTree, type Measuring, type Subject, sampleTree } from './measure.js';
import type { Place } from './place.js';

/** A tree measured often enough to know its noise. */
export interface Calibration {
  readonly values: readonly number[];
  readonly noise: NoiseEstimate;
  readonly outputTail: string;
}

/**
 * Sample one tree several times, under different seeds, while the budget lasts. The first failure ends it.
 *
 * @returns the calibration, or the sample that failed.
 */
export async function calibrate(
  measuring: Measuring,
  place: Place,
  tree: string,
  measuredRun: number,
): Promise<Calibration | { readonly failed: Sample }> {
  const deadline = performance.now() + measuring.session.config.measure_budget_seconds * 1000;
  const subject: Subject = { tree, measuredRun, role: 'incumbent', purpose: 'calibration' };
  const values: number[] = [];
  const seconds: number[] = [];
  let outputTail = '';
  while (values.length < calibrationSamples && (values.length === 0 || performance.now() < deadline)) {
    const message = `measuring the baseline, sample ${values.length + 1} of ${calibrationSamples}`;
    measuring.report({ done: values.length, total: calibrationSamples, message });
    const sample = await sampleTree(measuring, place, subject);
    if (sample.status !== 'ok' || sample.value === undefined) return { failed: sample };
    values.push(sample.value);
    seconds.push(sample.seconds);
    outputTail = sample.outputTail;
  }
  return { values, noise: estimateNoise(values, seconds), outputTail };
}

/** The checks on the baseline: nothing can be judged before they pass. */
export function checkBaseline(measuring: Measuring, place: Place, tree: string): Promise<ChecksReport> {
  measuring.report({ done: calibrationSamples, total: calibrationSamples, message: 'checking the baseline' });
  return checkTree(measuring, place, tree, 'incumbent');
}

export interface ProbeRequest {
  /** The tree with files emptied. */
  readonly emptied: string;
  readonly references: readonly number[];
  readonly noise: { readonly spreadPercent: number; readonly seconds: number };
  readonly measuredRun: number;
}

/**
 * Measure a tree with its code emptied: where the metric stays what it was, the command does not read the code that
 * is in the place (an editable install, a linked package, an absolute path).
 */
export async function probe(measuring: Measuring, place: Place, request: ProbeRequest): Promise<boolean> {
  measuring.report({ done: 0, message: 'probing whether the command measures the code it is given' });
  const { emptied, references, noise, measuredRun } = request;
  // 5 × the usual time and 5 s: emptied code may hang, and a hang is an answer.
  const timeoutSeconds = 5 * noise.seconds + 5;
  const subject: Subject = {
    tree: emptied,
    measuredRun,
    role: 'candidate',
    purpose: 'probe',
    timeoutSeconds,
  };
  const { value } = await sampleTree(measuring, place, subject);
  const compared = { references, spreadPercent: noise.spreadPercent };
  return isEffective(value === undefined ? compared : { ...compared, emptied: value });
}
