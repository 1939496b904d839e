import type { MetricResult, SecondaryMetric } from '../store/run.js';
import type { StoredSample } from '../store/samples.js';
import type { Session } from '../store/session.js';
import { type Estimate, estimate } from '../verdict/estimate.js';
import { blankFinding } from './blank-finding.js';
import type { Evaluation, Judgement } from './evaluation.js';
import type { Finding } from './finding.js';
import { mediansByName, secondaryMetrics } from './run-values.js';
import { judgedPairs, type StoredPair, stagePairs, valuesOfPairs } from './stored-pairs.js';

/** A judgement with the numbers that it rests on: those of the last stage that pairs were taken for. */
export function measuredFinding(evaluation: Evaluation, judgement: Judgement): Finding {
  const { measuring, place, run, gate, notes } = evaluation;
  const opponent = evaluation.opponents.incumbent.run;
  const finding = { ...blankFinding(measuring, place, run, gate), opponent, notes, ...verdictOf(judgement) };
  const pairs = decidingPairs(evaluation);
  const found = estimate(valuesOfPairs(pairs), measuring.session.config.direction);
  const judged = judgedPairs(measuring, place.isolation);
  const metrics = judged.length === 0 ? finding.metrics : pairedSecondary(judged);
  if (found === undefined) return { ...finding, metrics };
  return { ...finding, value: found.candidate, metric: pairedMetric(measuring.session, found), metrics };
}

function verdictOf(judgement: Judgement): Partial<Finding> & Pick<Finding, 'verdict' | 'canKeep' | 'reason'> {
  switch (judgement.is) {
    case 'better': {
      const { evidence, reason } = judgement;
      return { verdict: 'better', canKeep: true, evidence, reason };
    }
    case 'no_worse': {
      const reason = `${judgement.reason} It removes more lines than it adds, and accept is "simpler": it may be kept.`;
      return { verdict: judgement.verdict, canKeep: true, reason };
    }
    case 'rejected': {
      const { verdict, reason, outputTail } = judgement;
      return { verdict, canKeep: false, reason, ...(outputTail === undefined ? {} : { outputTail }) };
    }
    case 'not_deterministic':
      return { verdict: 'inconclusive', canKeep: false, reason: 'Repeated samples differ.' };
  }
}

/** The confirmation's pairs where there are any: the screen's were chosen for being good. */
function decidingPairs({ measuring, place }: Evaluation): StoredPair[] {
  const confirmation = stagePairs(measuring, 'confirm', place.isolation);
  return confirmation.length > 0 ? confirmation : stagePairs(measuring, 'screen', place.isolation);
}

/** An estimate as it is reported. */
export function pairedMetric({ config }: Session, found: Estimate): MetricResult {
  const { metric_name: name, metric_unit: unit, direction } = config;
  return {
    name,
    ...(unit === undefined ? {} : { unit }),
    direction,
    incumbent: found.incumbent,
    candidate: found.candidate,
    ...(found.improvementPercent === undefined ? {} : { improvement_percent: found.improvementPercent }),
    ...(found.ciLowPercent === undefined ? {} : { ci_low_percent: found.ciLowPercent }),
    ...(found.ciHighPercent === undefined ? {} : { ci_high_percent: found.ciHighPercent }),
    p_value: found.pValue,
    pairs: found.pairs,
  };
}

function pairedSecondary(pairs: readonly StoredPair[]): SecondaryMetric[] {
  const medians = (side: 'incumbent' | 'candidate') =>
    mediansByName(pairs.map((pair): StoredSample => pair[side]));
  return secondaryMetrics(medians('incumbent'), medians('candidate'));
}
