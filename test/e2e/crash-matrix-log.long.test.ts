import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { crashAt } from '../support/crash/matrix.js';
import { endStep, logStep, recoveryStep } from '../support/crash/steps.js';

const met: Met = new Set();
const steps = [
  logStep('keep', 'isolated'),
  logStep('discard', 'isolated'),
  logStep('discard', 'in-place'),
  endStep('isolated'),
  endStep('in-place'),
  recoveryStep(logStep('keep', 'isolated'), /end git update-ref/),
  recoveryStep(logStep('discard', 'isolated'), /unlink/),
  recoveryStep(endStep('in-place'), /unlink/),
];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
