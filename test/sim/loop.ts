import { Bench } from './bench.js';
import type { Population } from './candidates.js';
import type { NoiseModel } from './noise.js';
import type { Outcome, Rule } from './rule.js';
import { seeded } from './seeded.js';

/** Where loops are played. */
export interface World {
  readonly noise: NoiseModel;
  readonly population: Population;
}

/** One candidate and what became of it. */
interface Experiment extends Outcome {
  /** True improvement over the incumbent. */
  readonly truePercent: number;
}

/** One loop of experiments. Totals are improvements of the end over the baseline, in percent. */
export interface LoopResult {
  readonly experiments: readonly Experiment[];
  /** Samples taken until the last experiment was judged. */
  readonly samples: number;
  readonly trueTotal: number;
  readonly claimedTotal: number;
  /** What the steps claim, one upon the other. */
  readonly stepsTotal: number;
}

const experimentsInLoop = 100;
const baseline = 1;

/** Play one loop: each keep makes a new incumbent. The same label gives every rule the same machine and candidates. */
export function playLoop(rule: Rule, { noise, population }: World, label: string): LoopResult {
  const bench = new Bench(noise, seeded(`${label} noise`));
  const ideas = seeded(`${label} candidates`);
  const { judge, claim } = rule.open(bench, baseline, seeded(`${label} runs`));
  const experiments: Experiment[] = [];
  let incumbent = baseline;
  for (let at = 0; at < experimentsInLoop; at++) {
    const truePercent = population.draw(ideas);
    const candidate = incumbent * (1 - truePercent / 100);
    const outcome = judge({ incumbent, candidate });
    if (outcome.kept) incumbent = candidate;
    experiments.push({ ...outcome, truePercent });
  }
  const samples = bench.taken;
  const steps = experiments.reduce((left, { stepPercent = 0 }) => left * (1 - stepPercent / 100), 1);
  return {
    experiments,
    samples,
    trueTotal: 100 * (1 - incumbent / baseline),
    claimedTotal: experiments.some(({ kept }) => kept) ? claim(baseline, incumbent) : 0,
    stepsTotal: 100 * (1 - steps),
  };
}
