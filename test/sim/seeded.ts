import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers that are the same for the same label, on every machine. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** A seed of 31 bits, as the product draws for a run. */
  readonly runSeed: () => number;
}

/**
 * A stream of its own for each label. The state is a hash of the label: the generator's own seeding starts streams of
 * neighbouring numbers alike.
 */
export function seeded(label: string): Random {
  const hash = createHash('sha256').update(label).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => hash.readInt32BE(at)));
  const uniform = () => uniformFloat64(generator);
  return { uniform, normal: normalOf(uniform), runSeed: () => uniformInt(generator, 0, 2 ** 31 - 1) };
}

/** G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates" (1958). */
function normalOf(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
