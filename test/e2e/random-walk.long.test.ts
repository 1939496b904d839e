import { test } from 'vitest';
import { checkWalks } from '../support/walk/property.js';

// Another file has as many, so that two workers share them.
const seeds = [1, 2, 3, 4];

test.each(seeds)(
  '25 random walks, from seed %i',
  async (seed) => {
    await checkWalks(25, seed);
  },
  1_800_000,
);
