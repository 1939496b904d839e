import { expect, test } from 'vitest';
import { killAbandoning } from '../support/abandon-kills.js';

test('SIGKILL at some steps of abandoning: whoever comes next finishes it', async () => {
  expect(await killAbandoning(7)).toBeGreaterThan(2);
});
