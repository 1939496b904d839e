import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { endStep } from '../support/crash/session-steps.js';

const met: Met = new Set();
const steps = [endStep('isolated'), endStep('in-place')];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
