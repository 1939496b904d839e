import type { Pair } from '../../src/verdict/comparison.js';
import type { Bench } from './bench.js';
import type { Procedure } from './procedure.js';
import type { Contest } from './rule.js';

/** Takes the pairs of one contest, in the order that the procedure draws. */
export class PairTaker {
  constructor(
    private readonly procedure: Procedure,
    private readonly bench: Bench,
    private readonly contest: Contest,
    private readonly runSeed: number,
    private readonly stored: readonly number[],
  ) {}

  /** The gate sample and the incumbent's own first one: neither counts. */
  warmUp(): void {
    this.bench.sample(this.contest.candidate);
    this.bench.sample(this.contest.incumbent);
  }

  /** @param pair its number in the stage, from 0. */
  take(stage: string, pair: number): Pair {
    const stored = this.stored[pair];
    if (stored !== undefined) return { incumbent: stored, candidate: this.candidate() };
    if (this.procedure.drawOf(this.runSeed, stage, pair, 0).candidateFirst) {
      const candidate = this.candidate();
      return { incumbent: this.incumbent(), candidate };
    }
    const incumbent = this.incumbent();
    return { incumbent, candidate: this.candidate() };
  }

  private incumbent(): number {
    return this.bench.sample(this.contest.incumbent);
  }

  private candidate(): number {
    return this.bench.sample(this.contest.candidate);
  }
}
