import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { cancelStep, initStep, recoveryStep, runStep } from '../support/crash/steps.js';

const met: Met = new Set();
const steps = [
  initStep('in-place'),
  runStep('in-place'),
  cancelStep('in-place'),
  recoveryStep(runStep('in-place'), /unlink/),
];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
