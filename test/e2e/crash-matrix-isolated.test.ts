import { expect, test } from 'vitest';
import { sampleOf } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { acceptStep, endStep, initStep, logStep, runStep } from '../support/crash/steps.js';

const seed = 20261123;
const cellsOfOneStep = 3;

const steps = [
  initStep('isolated'),
  runStep('isolated'),
  logStep('keep', 'isolated'),
  endStep('isolated'),
  acceptStep(),
];

test.each(steps)('$name: killed after some of its effects', async (step) => {
  expect(await crashAt(step, { choose: sampleOf(cellsOfOneStep, seed) })).toEqual([]);
});
