import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { failingInitStep, firstStartStep, initStep, restartStep } from '../support/crash/session-steps.js';

const met: Met = new Set();
const steps = [
  firstStartStep(),
  initStep('isolated'),
  initStep('in-place'),
  failingInitStep('isolated'),
  failingInitStep('in-place'),
  restartStep('isolated'),
  restartStep('in-place'),
];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
