import { expect, test } from 'vitest';
import { type Met, sampleOf } from '../support/crash/cells.js';
import { discardOfCommitsStep, logStep } from '../support/crash/log-steps.js';
import { crashAt } from '../support/crash/matrix.js';
import { abandonStep, pruneStep } from '../support/crash/person-steps.js';
import { recoveryStep } from '../support/crash/recovery-step.js';
import { runStep } from '../support/crash/run-steps.js';
import { initStep } from '../support/crash/session-steps.js';

const seed = 20261129;
const cellsOfOneStep = 3;
const met: Met = new Set();
const steps = [
  logStep('keep', 'isolated'),
  logStep('discard', 'isolated'),
  discardOfCommitsStep(),
  initStep('in-place'),
  runStep('in-place'),
  runStep('isolated'),
  abandonStep(),
  pruneStep(),
  recoveryStep(logStep('discard', 'isolated'), /unlink/),
];

test.each(steps)('$name: killed with the git that it has just started', async (step) => {
  const choose = sampleOf(cellsOfOneStep, seed);
  expect(await crashAt(step, { met, choose, killsGit: true })).toEqual([]);
});
