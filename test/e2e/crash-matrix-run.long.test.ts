import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { acceptStep, cancelStep, recoveryStep, runStep } from '../support/crash/steps.js';

const met: Met = new Set();
const steps = [
  runStep('isolated'),
  cancelStep('isolated'),
  acceptStep(),
  recoveryStep(runStep('isolated'), /INSERT INTO samples/),
];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
