export const verdicts = [
  'better',
  'not_better',
  'inconclusive',
  'crashed',
  'timed_out',
  'invalid_metric',
  'checks_failed',
  'constraint_violated',
  'cancelled',
  'interrupted',
  'baseline',
  'imported',
] as const;

/** What the evidence says of a run. Only the server computes it; of an `imported` one it knows nothing. */
export type Verdict = (typeof verdicts)[number];

/** Whether a run has ended without having judged anything, by its verdict. */
export function isCutOff(verdict: string | undefined): boolean {
  return verdict === 'cancelled' || verdict === 'interrupted';
}

/** How strong a `better` is: deterministic metric, two paired tests, one, or too expensive to repeat. */
export type Evidence = 'exact' | 'confirmed' | 'screened' | 'single';

/** Which way the metric is better. */
export type Direction = 'lower' | 'higher';
