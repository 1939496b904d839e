import type { Pair } from '../verdict/comparison.js';
import { longest, type PairedPlan, type Stage } from '../verdict/plan.js';
import { confirmStep, screenStep, type TrialRule } from '../verdict/trial.js';
import { drawPair } from './draw-pair.js';
import type { Evaluation, Judge, Judgement } from './evaluation.js';
import { cutOff, failedPair } from './pair-failures.js';
import { reportPairs } from './pair-progress.js';
import { minEffectOf } from './session-plan.js';
import { stagePairs, valuesOfPairs } from './stored-pairs.js';
import { confirmWords, screenWords } from './trial-words.js';
import { warmUp } from './warm-up.js';

/** A noisy metric: pairs until the screen decides, and then fresh ones until the confirmation does. */
export function judgeByPairs(evaluation: Evaluation, plan: PairedPlan): Judge {
  const rule: TrialRule = {
    direction: evaluation.measuring.session.config.direction,
    minEffectPercent: minEffectOf(evaluation.measuring.session),
    acceptsNoWorse: evaluation.acceptsNoWorse,
  };
  return {
    screen: () => screen(evaluation, plan, rule),
    confirm: (screened) =>
      plan.confirm === undefined || screened.is !== 'better'
        ? Promise.resolve(screened)
        : confirm(evaluation, plan.confirm, rule),
  };
}

async function screen(evaluation: Evaluation, plan: PairedPlan, rule: TrialRule): Promise<Judgement> {
  const cold = await warmUp(evaluation);
  if (cold !== undefined) return cold;
  const beyond = plan.confirm === undefined ? 0 : longest(plan.confirm);
  const ask = (pairs: readonly Pair[]) => screenStep(plan, pairs, rule);
  const drawn = await drawUntil(evaluation, 'screen', longest(plan.screen), beyond, ask);
  if ('stopped' in drawn) return drawn.stopped;
  const { said, pairs } = drawn;
  const reason = screenWords(said, pairs, rule, plan);
  if (said === 'passed') return { is: 'better', evidence: 'screened', reason };
  return { is: said === 'no_worse' ? 'no_worse' : 'rejected', verdict: 'not_better', reason };
}

async function confirm(evaluation: Evaluation, stage: Stage, rule: TrialRule): Promise<Judgement> {
  const ask = (pairs: readonly Pair[]) => confirmStep(stage, pairs, rule);
  const drawn = await drawUntil(evaluation, 'confirm', longest(stage), 0, ask);
  if ('stopped' in drawn) return drawn.stopped;
  const { said, pairs } = drawn;
  const reason = confirmWords(said, pairs, rule);
  if (said === 'passed') return { is: 'better', evidence: 'confirmed', reason };
  return { is: said === 'no_worse' ? 'no_worse' : 'rejected', verdict: 'inconclusive', reason };
}

type Answer<Step> = { readonly said: Exclude<Step, 'more'>; readonly pairs: readonly Pair[] };

/** Draw pairs until the plan has an answer, or none can be drawn any more. */
async function drawUntil<Step extends string>(
  evaluation: Evaluation,
  name: 'screen' | 'confirm',
  total: number,
  beyond: number,
  ask: (pairs: readonly Pair[]) => Step,
): Promise<Answer<Step> | { readonly stopped: Judgement }> {
  const { measuring, place, opponents } = evaluation;
  for (;;) {
    const pairs = storedPairs(evaluation, name);
    const said = ask(pairs);
    if (isAnswer(said)) return { said, pairs };
    const seconds = measuring.session.noise?.seconds ?? 0;
    const progress = { stage: name, what: what[name], done: pairs.length, total, beyond, seconds };
    reportPairs(measuring, place, progress);
    const drawn = await drawPair(measuring, place, opponents, name, pairs.length);
    if (drawn.end === 'failed') return { stopped: failedPair(drawn) };
    if (drawn.end === 'cut') return { stopped: cutOff(evaluation, during[name](pairs.length)) };
  }
}

function isAnswer<Step extends string>(step: Step): step is Exclude<Step, 'more'> {
  return step !== 'more';
}

const what = { screen: 'comparing with the incumbent', confirm: 'confirming with fresh samples' };

const during = {
  screen: (pairs: number) => `comparing the two: after ${pairs} pairs the plan could not decide`,
  confirm: (pairs: number) =>
    `confirming: the screen found it better, but only ${pairs} fresh pairs were taken`,
};

function storedPairs({ measuring, place }: Evaluation, stage: 'screen' | 'confirm'): Pair[] {
  return valuesOfPairs(stagePairs(measuring, stage, place.isolation));
}
