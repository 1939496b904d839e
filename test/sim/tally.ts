import { type LoopResult, playLoop, type World } from './loop.js';
import type { Rule } from './rule.js';

/** Loops of one rule in one world, counted. Means are over the loops. */
export interface Tally {
  readonly candidates: number;
  readonly screened: number;
  readonly kept: number;
  /** Kept without being better. */
  readonly keptWrongly: number;
  readonly pairsPerCandidate: number;
  readonly samplesPerCandidate: number;
  readonly meanTrue: number;
  readonly meanClaimed: number;
  readonly meanSteps: number;
}

/** Play loops and count. Other rules meet the same machines and the same candidates under the same seed. */
export function tally(rule: Rule, world: World, loops: number, seed: number): Tally {
  const sums = new Sums();
  for (let loop = 0; loop < loops; loop++) sums.add(playLoop(rule, world, `${seed} ${loop}`));
  return sums.tally();
}

class Sums {
  private loops = 0;
  private candidates = 0;
  private screened = 0;
  private kept = 0;
  private keptWrongly = 0;
  private pairs = 0;
  private samples = 0;
  private trueTotal = 0;
  private claimedTotal = 0;
  private stepsTotal = 0;

  add(result: LoopResult): void {
    this.loops++;
    this.samples += result.samples;
    this.trueTotal += result.trueTotal;
    this.claimedTotal += result.claimedTotal;
    this.stepsTotal += result.stepsTotal;
    for (const { screened, kept, pairs, truePercent } of result.experiments) {
      this.candidates++;
      this.pairs += pairs;
      if (screened) this.screened++;
      if (kept) this.kept++;
      if (kept && truePercent <= 0) this.keptWrongly++;
    }
  }

  tally(): Tally {
    const { candidates, screened, kept, keptWrongly, loops } = this;
    return {
      candidates,
      screened,
      kept,
      keptWrongly,
      pairsPerCandidate: this.pairs / candidates,
      samplesPerCandidate: this.samples / candidates,
      meanTrue: this.trueTotal / loops,
      meanClaimed: this.claimedTotal / loops,
      meanSteps: this.stepsTotal / loops,
    };
  }
}
