import { expect, test } from 'vitest';
import { sampleOf } from '../support/crash/cells.js';
import { logStep } from '../support/crash/log-steps.js';
import { crashAt } from '../support/crash/matrix.js';
import { abandonStep } from '../support/crash/person-steps.js';
import { endStep } from '../support/crash/session-steps.js';

const seed = 20261123;
const cellsOfOneStep = 2;

const steps = [logStep('keep', 'isolated'), endStep('isolated'), abandonStep()];

test.each(steps)('$name: killed after some of its effects', async (step) => {
  expect(await crashAt(step, { choose: sampleOf(cellsOfOneStep, seed) })).toEqual([]);
});
