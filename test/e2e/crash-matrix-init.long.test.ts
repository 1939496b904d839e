import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { firstStartStep, initStep, recoveryStep, restartStep } from '../support/crash/steps.js';

const met: Met = new Set();
const steps = [
  firstStartStep(),
  initStep('isolated'),
  restartStep('isolated'),
  recoveryStep(initStep('isolated'), /end git symbolic-ref/),
];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
