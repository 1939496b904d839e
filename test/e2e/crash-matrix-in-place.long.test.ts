import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { cancelStep, oddRunStep, runStep } from '../support/crash/run-steps.js';

const met: Met = new Set();
const steps = [runStep('in-place'), oddRunStep(), cancelStep('in-place')];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
