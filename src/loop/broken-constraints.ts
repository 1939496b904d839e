import type { StoredSample } from '../store/samples.js';
import {
  type Constraint,
  type ConstraintEvidence,
  type Strictness,
  violation,
} from '../verdict/constraints.js';
import type { Evaluation } from './evaluation.js';
import { samplesOf } from './run-values.js';
import { pairsAmong, type StoredPair, stageSamples } from './stored-pairs.js';

const judgedStages = ['screen', 'confirm', 'repeat'] as const;

/** The constraints that a candidate violates, a sentence each, by the pairs that it is judged on itself. */
export function brokenConstraints(evaluation: Evaluation, strictness: Strictness): string[] {
  const { measuring, place } = evaluation;
  const pairs = judgedStages.flatMap((stage) => pairsAmong(stageSamples(measuring, stage, place.isolation)));
  return measuring.session.config.constraints.flatMap((constraint) => {
    const evidence =
      pairs.length > 0 ? pairedEvidence(constraint, pairs) : singleEvidence(constraint, evaluation);
    return violation(constraint, evidence, strictness) ?? [];
  });
}

function pairedEvidence({ metric }: Constraint, pairs: readonly StoredPair[]): ConstraintEvidence {
  const values = pairs.map(({ incumbent, candidate }) => ({
    incumbent: valueIn(incumbent, metric),
    candidate: valueIn(candidate, metric),
  }));
  return {
    pairs: values.flatMap(({ incumbent, candidate }) =>
      incumbent === undefined || candidate === undefined ? [] : [{ incumbent, candidate }],
    ),
    incumbent: values.flatMap(({ incumbent }) => incumbent ?? []),
    candidate: values.map(({ candidate }) => candidate),
  };
}

function singleEvidence({ metric }: Constraint, evaluation: Evaluation): ConstraintEvidence {
  const { measuring, place, opponents, gate } = evaluation;
  const samples = samplesOf(measuring.app, measuring.session, opponents.incumbent.run, place.isolation);
  return {
    pairs: [],
    incumbent: samples.flatMap((sample) => valueIn(sample, metric) ?? []),
    candidate: [valueIn(gate, metric)],
  };
}

function valueIn({ metrics }: Pick<StoredSample, 'metrics'>, metric: string): number | undefined {
  return metrics.find(({ name }) => name === metric)?.value;
}
