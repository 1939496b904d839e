import { expect, test } from 'vitest';
import type { Met } from '../support/crash/cells.js';
import { logStep, oddDiscardStep } from '../support/crash/log-steps.js';
import { crashAt } from '../support/crash/matrix.js';
import { abandonStep, acceptStep } from '../support/crash/person-steps.js';
import { recoveryStep } from '../support/crash/recovery-step.js';
import { oddRunStep, runStep } from '../support/crash/run-steps.js';
import { endStep, firstStartStep, initStep, restartStep } from '../support/crash/session-steps.js';

const met: Met = new Set();
const steps = [
  // The home is there, and no database.
  recoveryStep(firstStartStep(), /mkdir/),
  // What nobody will come back to is swept away: files without a row, arms of a session that has ended.
  recoveryStep(initStep('isolated'), /writeFile/),
  recoveryStep(endStep('isolated'), /UPDATE sessions SET; INSERT INTO events/),
  // A start is undone.
  recoveryStep(initStep('isolated'), /end git symbolic-ref/),
  recoveryStep(initStep('in-place'), /UPDATE runs SET/),
  recoveryStep(restartStep('isolated'), /INSERT INTO sessions/),
  // A run goes on, or its files are put back.
  recoveryStep(acceptStep(), /INSERT INTO samples/, { isRest: true }),
  recoveryStep(runStep('in-place'), /unlink/),
  recoveryStep(oddRunStep(), /unlink/),
  // A keep or a discard is finished.
  recoveryStep(logStep('keep', 'isolated'), /end git update-ref/),
  recoveryStep(logStep('discard', 'isolated'), /unlink/),
  recoveryStep(oddDiscardStep(), /unlink/),
  // A person is taken back.
  recoveryStep(abandonStep(), /unlink/),
  // Locks that a git has left are removed.
  recoveryStep(logStep('discard', 'isolated'), /start git read-tree/, { killsGit: true }),
];

test.each(steps)('$name: killed after each effect', async (step) => {
  expect(await crashAt(step, { met })).toEqual([]);
});
