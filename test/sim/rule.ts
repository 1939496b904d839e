import type { Bench } from './bench.js';
import type { Random } from './seeded.js';

/** True values of what is compared; lower is better. */
export interface Contest {
  readonly incumbent: number;
  readonly candidate: number;
}

/** What a rule made of one candidate. */
export interface Outcome {
  /** Whether a first look found it better. */
  readonly screened: boolean;
  readonly kept: boolean;
  /** Counted pairs. */
  readonly pairs: number;
  /** The improvement that the step claims, in percent of its incumbent; absent where it is not kept. */
  readonly stepPercent?: number;
}

/** A rule at work in one loop. */
export interface Judge {
  readonly judge: (contest: Contest) => Outcome;
  /** The improvement over the whole loop that is claimed at its end, in percent of the baseline. */
  readonly claim: (baseline: number, final: number) => number;
}

/** A way to decide what is kept. It knows no true value but through the bench. */
export interface Rule {
  readonly name: string;
  /** Start on a baseline with this true value. */
  readonly open: (bench: Bench, baseline: number, random: Random) => Judge;
}
