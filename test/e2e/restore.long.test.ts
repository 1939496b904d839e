import { expect, test } from 'vitest';
import { checkRestore } from '../support/restore-property.js';

test('the same property for many more repositories, under another seed', async () => {
  const tally = await checkRestore(20, 3);
  expect(tally.rounds - tally.refused).toBeGreaterThanOrEqual(33);
}, 1_800_000);
