import type { Sample } from '../bench/sample.js';
import type { Verdict } from '../verdict/verdict.js';
import type { Drawn } from './draw-pair.js';
import type { Evaluation, Judgement } from './evaluation.js';

type Rejection = Extract<Judgement, { is: 'rejected' }>;

/** A pair that could not be had: the candidate's failure is its verdict, the incumbent's says nothing of it. */
export function failedPair({ side, sample }: Extract<Drawn, { end: 'failed' }>): Rejection {
  const { reason, outputTail } = sample;
  if (side === 'candidate') return { is: 'rejected', ...failureOf(sample), outputTail };
  return {
    is: 'rejected',
    verdict: 'inconclusive',
    reason: `The incumbent's sample of one pair failed again and again: ${reason ?? 'the command failed.'}`,
    outputTail,
  };
}

/** The budget of the experiment was spent before there was an answer. */
export function cutOff({ measuring }: Evaluation, during: string): Rejection {
  const { measure_budget_seconds: budget } = measuring.session.config;
  return {
    is: 'rejected',
    verdict: 'inconclusive',
    reason: `The measuring budget of ${budget} s was spent while ${during}.`,
  };
}

/** The verdict that a failed sample of the candidate is. */
export function failureOf(sample: Sample): { readonly verdict: Verdict; readonly reason: string } {
  const verdict = sample.status === 'ok' || sample.status === 'cancelled' ? 'crashed' : sample.status;
  return { verdict, reason: sample.reason ?? 'The command failed.' };
}
