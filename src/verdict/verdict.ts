/** What the evidence says of a run. Only the server computes it. */
export type Verdict =
  | 'better'
  | 'not_better'
  | 'inconclusive'
  | 'crashed'
  | 'timed_out'
  | 'invalid_metric'
  | 'checks_failed'
  | 'constraint_violated'
  | 'cancelled'
  | 'interrupted'
  | 'baseline';

/** How strong a `better` is: deterministic metric, two paired tests, one, or too expensive to repeat. */
export type Evidence = 'exact' | 'confirmed' | 'screened' | 'single';

/** Which way the metric is better. */
export type Direction = 'lower' | 'higher';
