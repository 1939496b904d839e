import type { Random } from './seeded.js';

/** Where the candidates of a loop come from. */
export interface Population {
  readonly name: string;
  /** True improvement of the next candidate over its incumbent, in percent; negative for worse. */
  readonly draw: (random: Random) => number;
}

/** Candidates that are all better by the same percentage: 0 for no effect, negative for worse. */
export function allOf(percent: number): Population {
  const name = percent === 0 ? 'no effect' : `${Math.abs(percent)} % ${percent > 0 ? 'better' : 'worse'}`;
  return { name, draw: () => percent };
}

/** What an agent may come up with: 70 % without effect, 20 % worse by up to 5 %, 10 % better by 1 to 5 %. */
export const realistic: Population = {
  name: 'realistic',
  draw: ({ uniform }) => {
    const kind = uniform();
    const size = uniform();
    if (kind < 0.7) return 0;
    return kind < 0.9 ? -5 * size : 1 + 4 * size;
  },
};
