import type { Random } from './seeded.js';

/** What a machine does to true values. */
export interface NoiseModel {
  readonly name: string;
  /** A machine at its start: each call is the factor of the next sample in time, whatever is measured. */
  readonly start: (random: Random) => () => number;
}

/** Independent lognormal noise. */
export function steady(sigmaPercent: number): NoiseModel {
  const sigma = sigmaPercent / 100;
  return {
    name: `${sigmaPercent} %`,
    start:
      ({ normal }) =>
      () =>
        Math.exp(sigma * normal()),
  };
}

const persistence = 0.98;
const driftDeviation = 0.04;
const outlierShare = 0.03;

/**
 * A shared machine: 3 % of noise, a level that wanders by 4 % (stationary, half of it forgotten after 34 samples), and 3
 * samples in 100 that take 1.3 to 2 times as long.
 */
export const drifting: NoiseModel = { name: '3 %, drift, outliers', start: startDrifting };

function startDrifting(random: Random): () => number {
  const { uniform, normal } = random;
  const steadily = steady(3).start(random);
  let level = driftDeviation * normal();
  return () => {
    const factor = steadily() * Math.exp(level);
    level = persistence * level + driftDeviation * Math.sqrt(1 - persistence ** 2) * normal();
    return uniform() < outlierShare ? factor * (1.3 + 0.7 * uniform()) : factor;
  };
}

/**
 * A machine on which every second sample is 2 % faster: in a pair, that of whoever runs second, since an experiment takes
 * two samples before its first pair.
 */
export const secondFaster: NoiseModel = { name: '3 %, second faster', start: startSecondFaster };

function startSecondFaster(random: Random): () => number {
  const steadily = steady(3).start(random);
  let taken = 0;
  return () => {
    taken++;
    return taken % 2 === 0 ? 0.98 * steadily() : steadily();
  };
}
