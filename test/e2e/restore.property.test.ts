import { expect, test } from 'vitest';
import { checkRestore } from '../support/restore-property.js';

test('whatever an agent does, a discard gives everything back and a keep commits what was measured', async () => {
  const tally = await checkRestore(24);
  expect(tally.rounds - tally.refused).toBeGreaterThanOrEqual(60);
}, 600_000);
