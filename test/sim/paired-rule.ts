import type { Bench } from './bench.js';
import { PairTaker } from './pair-taker.js';
import type { Procedure } from './procedure.js';
import type { Contest, Judge, Outcome, Rule } from './rule.js';
import type { Random } from './seeded.js';
import { percentOf, tryOnce } from './trial.js';

const replayPairs = 24;

/** The product's procedure, or a mutant of it, as a rule. */
export function pairedRule(procedure: Procedure): Rule {
  return {
    name: procedure.name,
    open: (bench, baseline, random) => new PairedJudge(procedure, bench, baseline, random),
  };
}

class PairedJudge implements Judge {
  private stored: readonly number[];

  constructor(
    private readonly procedure: Procedure,
    private readonly bench: Bench,
    baseline: number,
    private readonly random: Random,
  ) {
    this.stored = this.store(baseline);
  }

  readonly judge = (contest: Contest): Outcome => {
    let outcome = this.attempt(contest);
    for (let attempt = 1; attempt < this.procedure.attempts && !outcome.kept; attempt++) {
      const again = this.attempt(contest);
      outcome = {
        ...again,
        screened: outcome.screened || again.screened,
        pairs: outcome.pairs + again.pairs,
      };
    }
    if (outcome.kept) this.stored = this.store(contest.candidate);
    return outcome;
  };

  /** Replay: the end against the baseline, on pairs that decided nothing. */
  readonly claim = (baseline: number, final: number): number => {
    const taker = this.pairsOf({ incumbent: baseline, candidate: final }, []);
    taker.warmUp();
    return percentOf(Array.from({ length: replayPairs }, (_, pair) => taker.take('replay', pair)));
  };

  private attempt(contest: Contest): Outcome {
    return tryOnce(this.procedure, this.pairsOf(contest, this.stored));
  }

  private pairsOf(contest: Contest, stored: readonly number[]): PairTaker {
    return new PairTaker(this.procedure, this.bench, contest, this.random.runSeed(), stored);
  }

  private store(incumbent: number): readonly number[] {
    return Array.from({ length: this.procedure.storedSamples }, () => this.bench.sample(incumbent));
  }
}
