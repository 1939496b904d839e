import { expect, test } from 'vitest';
import { sampleOf } from '../support/crash/cells.js';
import { logStep } from '../support/crash/log-steps.js';
import { crashAt } from '../support/crash/matrix.js';
import { recoveryStep } from '../support/crash/recovery-step.js';
import { oddRunStep } from '../support/crash/run-steps.js';
import { initStep } from '../support/crash/session-steps.js';

const seed = 20261123;
const cellsOfOneStep = 2;

const steps = [initStep('in-place'), oddRunStep(), recoveryStep(logStep('discard', 'in-place'), /unlink/)];

test.each(steps)('$name: killed after some of its effects', async (step) => {
  expect(await crashAt(step, { choose: sampleOf(cellsOfOneStep, seed) })).toEqual([]);
});
