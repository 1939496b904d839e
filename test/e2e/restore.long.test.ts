import { expect, test } from 'vitest';
import { checkRestore } from '../support/restore-property.js';

test('the same property for many more repositories, under another seed', async () => {
  const tally = await checkRestore(12, 3);
  expect(tally.rounds - tally.refused).toBeGreaterThanOrEqual(20);
}, 1_800_000);
