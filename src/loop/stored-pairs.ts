import type { Sample } from '../bench/sample.js';
import type { PairStage, StoredSample } from '../store/samples.js';
import type { Isolation } from '../store/session.js';
import type { Pair } from '../verdict/comparison.js';
import type { Measuring } from './measuring.js';

/** Two good samples of one draw. */
export interface StoredPair {
  readonly incumbent: StoredSample;
  readonly candidate: StoredSample;
}

/** Samples of one stage and place that the runs of a series have taken, void ones left out. */
export function stageSamples(measuring: Measuring, stage: PairStage, isolation: Isolation): StoredSample[] {
  return measuring.app.store.samples
    .ofSeries(measuring.session.id, measuring.series)
    .filter(
      (sample) => sample.purpose === stage && sample.isolation === isolation && sample.status !== 'void',
    );
}

/** The complete pairs among the samples of a stage, each once, in their order. */
export function pairsAmong(samples: readonly StoredSample[]): StoredPair[] {
  const good = samples.filter(isGood);
  return good
    .filter((sample) => sample.side === 'incumbent')
    .flatMap((incumbent) => {
      const candidate = good.find((sample) => sample.side === 'candidate' && isSameDraw(sample, incumbent));
      return candidate === undefined ? [] : [{ incumbent, candidate }];
    });
}

/** The complete pairs of one stage and place. */
export function stagePairs(measuring: Measuring, stage: PairStage, isolation: Isolation): StoredPair[] {
  return pairsAmong(stageSamples(measuring, stage, isolation));
}

const judgedStages = ['screen', 'confirm', 'repeat'] as const;

/** All pairs that say something of the candidate's other metrics. */
export function judgedPairs(measuring: Measuring, isolation: Isolation): StoredPair[] {
  return judgedStages.flatMap((stage) => stagePairs(measuring, stage, isolation));
}

/** The values of the session's metric in pairs. */
export function valuesOfPairs(pairs: readonly StoredPair[]): Pair[] {
  return pairs.flatMap(({ incumbent, candidate }) =>
    incumbent.value === undefined || candidate.value === undefined
      ? []
      : [{ incumbent: incumbent.value, candidate: candidate.value }],
  );
}

/** The value of one of a sample's other metrics; undefined where it did not print it. */
export function metricIn({ metrics }: Pick<StoredSample, 'metrics'>, metric: string): number | undefined {
  return metrics.find(({ name }) => name === metric)?.value;
}

function isSameDraw(a: StoredSample, b: StoredSample): boolean {
  return a.pair === b.pair && a.attempt === b.attempt;
}

const knownFailures = ['crashed', 'timed_out', 'invalid_metric'] as const;

/** A stored sample as it was when it was taken, but for its output. */
export function sampleFrom({ status, value, metrics, seconds }: StoredSample): Sample {
  const rest = { metrics, seconds, slept: false, outputTail: '', leftovers: [] };
  if (status === 'ok' && value !== undefined) return { ...rest, status: 'ok', value };
  const known = knownFailures.find((each) => each === status) ?? 'crashed';
  return { ...rest, status: known, reason: 'The command failed before the server was restarted.' };
}

export function isGood(sample: StoredSample): boolean {
  return sample.status === 'ok' && sample.value !== undefined;
}
