import { expect, test } from 'vitest';
import { sampleOf } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { initStep, logStep, recoveryStep, restartStep, runStep } from '../support/crash/steps.js';

const seed = 20261123;
const cellsOfOneStep = 3;

const steps = [
  initStep('in-place'),
  runStep('in-place'),
  logStep('discard', 'in-place'),
  restartStep('in-place'),
  recoveryStep(logStep('discard', 'isolated'), /unlink/),
];

test.each(steps)('$name: killed after some of its effects', async (step) => {
  expect(await crashAt(step, { choose: sampleOf(cellsOfOneStep, seed) })).toEqual([]);
});
