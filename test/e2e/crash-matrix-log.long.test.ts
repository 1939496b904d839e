import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import {
  discardOfCommitsStep,
  keepOfAcceptedStep,
  logStep,
  oddDiscardStep,
} from '../support/crash/log-steps.js';
import { crashAt } from '../support/crash/matrix.js';

const met: Met = new Set();
const steps = [
  logStep('keep', 'isolated'),
  logStep('discard', 'isolated'),
  logStep('discard', 'in-place'),
  discardOfCommitsStep(),
  oddDiscardStep(),
  keepOfAcceptedStep(),
];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
