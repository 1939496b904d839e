import { test } from 'vitest';
import { checkWalks } from '../support/walk/property.js';

const seed = 20261123;

test('whatever two agents and a third hand do, also while servers are killed, nothing is lost or touched that must not be', async () => {
  await checkWalks(6, seed);
}, 600_000);
