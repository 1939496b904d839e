import { createHash, randomInt } from 'node:crypto';

/** How one pair is taken. */
export interface Draw {
  /** A fair coin: with a fixed order, whatever the second runner has for free would look like a difference. */
  readonly candidateFirst: boolean;
  /** AUTORESEARCH_SEED of both members, of 31 bits: not every language reads more. */
  readonly seed: number;
}

/**
 * Order and seed of a pair, from the seed of the run. They depend on nothing else, so that a run that is gone on with
 * after a restart draws what it would have drawn.
 *
 * @param stage what the pair is for: stages have pairs of their own.
 * @param pair its number in the stage, from 0.
 * @param attempt 0, or how often the pair was void before.
 */
export function drawOf(runSeed: number, stage: string, pair: number, attempt: number): Draw {
  const bits = createHash('sha256').update(`${runSeed} ${stage} ${pair} ${attempt}`).digest();
  return { candidateFirst: (bits[0] ?? 0) % 2 === 0, seed: bits.readUInt32BE(4) >>> 1 };
}

/** A new seed, from which the draws of a run follow. */
export function newSeed(): number {
  return randomInt(2 ** 31 - 1);
}
