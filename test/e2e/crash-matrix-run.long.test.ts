import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { acceptStep } from '../support/crash/person-steps.js';
import { cancelStep, checkedRunStep, runStep } from '../support/crash/run-steps.js';

const met: Met = new Set();
const steps = [runStep('isolated'), checkedRunStep(), cancelStep('isolated'), acceptStep()];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
