import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { initStep, logStep, recoveryStep, runStep } from '../support/crash/steps.js';

const met: Met = new Set();
const steps = [
  logStep('keep', 'isolated'),
  logStep('discard', 'isolated'),
  initStep('in-place'),
  runStep('in-place'),
  runStep('isolated'),
  recoveryStep(logStep('discard', 'isolated'), /unlink/),
];

test.each(steps)('$name: killed with the git that it has just started', async (step) => {
  expect(await crashAt(step, { met, killsGit: true })).toEqual([]);
});
