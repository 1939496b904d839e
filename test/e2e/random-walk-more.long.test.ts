import { test } from 'vitest';
import { checkWalks } from '../support/walk/property.js';

// The other half of those in random-walk.long.test.ts: two workers share them.
const seeds = [5, 6, 7, 8];

test.each(seeds)(
  '25 random walks, from seed %i',
  async (seed) => {
    await checkWalks(25, seed);
  },
  1_800_000,
);
