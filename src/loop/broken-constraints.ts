import {
  type Constraint,
  type ConstraintEvidence,
  type Strictness,
  violation,
} from '../verdict/constraints.js';
import type { Evaluation } from './evaluation.js';
import { samplesOf } from './run-values.js';
import { judgedPairs, metricIn, type StoredPair } from './stored-pairs.js';

/**
 * The constraints that a candidate violates, or has not shown to hold: a sentence each, by the pairs that it is judged on
 * itself; by the samples that there are, where it is judged without pairs.
 */
export function brokenConstraints(evaluation: Evaluation): string[] {
  const pairs = judgedPairs(evaluation.measuring, evaluation.place.isolation);
  return broken(evaluation, 'possibly', (constraint) =>
    pairs.length > 0 ? pairedEvidence(constraint, pairs) : singleEvidence(constraint, evaluation),
  );
}

/** The constraints that no further pair would clear. */
export function surelyBroken(evaluation: Evaluation): string[] {
  const pairs = judgedPairs(evaluation.measuring, evaluation.place.isolation);
  if (pairs.length === 0) return [];
  return broken(evaluation, 'surely', (constraint) => pairedEvidence(constraint, pairs));
}

function broken(
  { measuring }: Evaluation,
  strictness: Strictness,
  evidenceOf: (constraint: Constraint) => ConstraintEvidence,
): string[] {
  const { constraints } = measuring.session.config;
  return constraints.flatMap((constraint) => violation(constraint, evidenceOf(constraint), strictness) ?? []);
}

function pairedEvidence({ metric }: Constraint, pairs: readonly StoredPair[]): ConstraintEvidence {
  const values = pairs.map(({ incumbent, candidate }) => ({
    incumbent: metricIn(incumbent, metric),
    candidate: metricIn(candidate, metric),
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
    incumbent: samples.flatMap((sample) => metricIn(sample, metric) ?? []),
    candidate: [metricIn(gate, metric)],
  };
}
