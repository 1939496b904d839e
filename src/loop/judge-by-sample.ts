import { worstOf } from '../verdict/improvement.js';
import { median } from '../verdict/median.js';
import { isNoWorse, judgeSingle } from '../verdict/single.js';
import type { Evidence } from '../verdict/verdict.js';
import { repeatExactly } from './confirm-exact.js';
import type { Evaluation, Judge, Judgement } from './evaluation.js';
import { ensureReference } from './reference.js';
import { valuesOf } from './run-values.js';
import { minEffectOf } from './session-plan.js';

/** A deterministic metric: one sample tells all, once repetition has shown that it is one. */
export function judgeExactly(evaluation: Evaluation, value: number): Judge {
  return {
    screen: () => compare(evaluation, value, 'exact'),
    confirm: (screened) => repeatExactly(evaluation, value, screened),
  };
}

/** A metric that is too expensive to repeat: the gate sample is the only one. */
export function judgeOnce(evaluation: Evaluation, value: number): Judge {
  return {
    screen: () => compare(evaluation, value, 'single'),
    confirm: (screened) => Promise.resolve(screened),
  };
}

async function compare(evaluation: Evaluation, value: number, evidence: Evidence): Promise<Judgement> {
  return (await ensureReference(evaluation)) ?? judge(evaluation, value, evidence);
}

function judge(evaluation: Evaluation, value: number, evidence: Evidence): Judgement {
  const { measuring, place, opponents, acceptsNoWorse } = evaluation;
  const { app, session } = measuring;
  const { direction } = session.config;
  // Where repetition has shown that the metric is not deterministic, every sample has to pass and not the lucky one.
  const candidate = worstOf(
    [value, ...valuesOf(app, session, opponents.candidate.run, place.isolation)],
    direction,
  );
  const minEffectPercent = minEffectOf(session);
  const reference = valuesOf(app, session, opponents.incumbent.run, place.isolation);
  const incumbent = [...reference, ...valuesOf(app, session, session.incumbent, place.isolation)];
  const { isBetter, reason } = judgeSingle({ candidate, incumbent, direction, minEffectPercent });
  if (isBetter) return { is: 'better', evidence, reason };
  return acceptsNoWorse && isNoWorse(median(reference), candidate, direction, minEffectPercent)
    ? { is: 'no_worse', verdict: 'not_better', reason }
    : { is: 'rejected', verdict: 'not_better', reason };
}
