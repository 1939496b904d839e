import { expect, test } from 'vitest';
import { checkRestore } from '../support/restore-property.js';

test('whatever an agent does, a discard gives everything back and a keep commits what was measured', async () => {
  // Each round is one sequence that is discarded and one that is kept.
  const tally = await checkRestore(4);
  expect(tally.rounds - tally.refused).toBeGreaterThanOrEqual(8);
}, 600_000);
