import type { Evaluation, Judgement } from './evaluation.js';
import { budgetUse, secondsLeft } from './experiment-budget.js';
import { sampleTree } from './measure.js';
import { cutOff, failedPair } from './pair-failures.js';

const attempts = 3;

/**
 * One sample of the incumbent by itself. A failure says nothing of the candidate, and it is drawn again.
 *
 * @returns why the candidate cannot be judged, where that is so.
 */
export async function sampleIncumbent(
  evaluation: Evaluation,
  purpose: 'warm-up' | 'reference',
): Promise<Judgement | undefined> {
  const { measuring, place, opponents } = evaluation;
  measuring.report({ done: 0, message: 'measuring the incumbent' });
  for (let attempt = 1; ; attempt++) {
    if (secondsLeft(measuring, place, budgetUse(purpose, measuring.run)) <= 0)
      return cutOff(evaluation, 'taking the first samples');
    const subject = { of: opponents.incumbent, side: 'incumbent', purpose } as const;
    const sample = await sampleTree(measuring, place, subject);
    if (sample.status === 'ok') return undefined;
    if (attempt === attempts) return failedPair({ end: 'failed', side: 'incumbent', sample });
  }
}
