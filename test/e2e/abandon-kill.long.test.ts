import { expect, test } from 'vitest';
import { killAbandoning } from '../support/abandon-kills.js';

test('SIGKILL after every git command of abandoning: whoever comes next finishes it', async () => {
  expect(await killAbandoning(1)).toBeGreaterThan(15);
});
