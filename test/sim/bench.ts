import type { NoiseModel } from './noise.js';
import type { Random } from './seeded.js';

/** A benchmark in simulated time: noise belongs to when a sample is taken, not to what is measured. */
export class Bench {
  /** Samples taken so far. */
  taken = 0;
  private readonly nextFactor: () => number;

  constructor(noise: NoiseModel, random: Random) {
    this.nextFactor = noise.start(random);
  }

  /** Take one sample of code with this true value. */
  sample(trueValue: number): number {
    this.taken++;
    return trueValue * this.nextFactor();
  }
}
