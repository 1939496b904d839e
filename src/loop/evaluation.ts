import type { Sample } from '../bench/sample.js';
import type { Run } from '../store/run.js';
import type { Evidence, Verdict } from '../verdict/verdict.js';
import type { Opponents } from './draw-pair.js';
import type { Measuring } from './measuring.js';
import type { Place } from './place.js';

/** A candidate that has passed the gate, and what it is to be judged against. */
export interface Evaluation {
  readonly measuring: Measuring;
  readonly place: Place;
  readonly run: Run;
  /** The candidate's first sample. */
  readonly gate: Sample;
  readonly opponents: Opponents;
  /** Whether it may be kept, too, when it is no worse by more than the smallest effect. */
  readonly acceptsNoWorse: boolean;
  readonly notes: readonly string[];
}

/** What a test of a candidate says. */
export type Judgement =
  | { readonly is: 'better'; readonly evidence: Evidence; readonly reason: string }
  | {
      readonly is: 'no_worse';
      readonly verdict: 'not_better' | 'inconclusive';
      readonly reason: string;
    }
  | {
      readonly is: 'rejected';
      readonly verdict: Verdict;
      readonly reason: string;
      /** Of the sample that failed, if one did. */
      readonly outputTail?: string;
    }
  /** Repeated samples differ: another plan has to judge. */
  | { readonly is: 'not_deterministic' };

/** How one kind of plan judges: a cheap test first, and for what passes it the one that a keep rests on. */
export interface Judge {
  readonly screen: () => Promise<Judgement>;
  /** @param screened a judgement that allows a keep. */
  readonly confirm: (screened: Judgement) => Promise<Judgement>;
}
