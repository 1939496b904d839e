import { type ChecksResult, runChecks } from '../bench/checks.js';
import { checksTokens, tailOf } from '../bench/output-tail.js';
import type { ChecksReport } from '../store/run.js';
import type { Side } from '../store/samples.js';
import { commandLimits } from './command-limits.js';
import { keepVigil } from './intact.js';
import type { Measuring } from './measuring.js';
import { createNotices } from './notices.js';
import { type Place, SetupFailed } from './place.js';
import { stoppedBy } from './run-stopped.js';

/** A tree, and whose arm it is checked in. */
export interface Checked {
  readonly tree: string;
  readonly side: Side;
}

/**
 * Run the checks on a tree.
 *
 * @throws RunStopped when the run is ended from outside.
 */
export async function checkTree(measuring: Measuring, place: Place, checked: Checked): Promise<ChecksReport> {
  const { checks } = measuring.session.commands;
  if (checks === undefined) return { state: 'not_run' };
  try {
    const { result, changed } = await runCheck(measuring, place, checked, checks.line);
    const { state, seconds, outputTail, reason } = result;
    if (changed.length > 0) measuring.notices.putBack(changed);
    return { state, seconds, output_tail: outputTail, ...(reason === undefined ? {} : { reason }) };
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    return { state: 'failed', seconds: 0, output_tail: setUpTail(error) };
  }
}

/**
 * Run the server's own hold-out command on a tree. What it prints goes nowhere: neither whoever reads the log nor the
 * next candidate is to learn more of it than one bit. What it writes into the user's directory is put back without a word;
 * as somebody may have edited there meanwhile, it is saved like all such edits.
 *
 * @throws RunStopped when the run is ended from outside.
 */
export async function passesHoldout(measuring: Measuring, place: Place, checked: Checked): Promise<boolean> {
  const { holdout } = measuring.session.commands;
  if (holdout === undefined) return true;
  const unheard: Measuring = { ...measuring, logPath: '/dev/null', notices: createNotices() };
  const { result } = await runCheck(unheard, place, checked, holdout.line);
  return result.state === 'passed';
}

function setUpTail({ message, outputTail }: SetupFailed): string {
  return tailOf(`${message}\n${outputTail}`, { isCut: false, maxTokens: checksTokens });
}

/** A check, and what was another in the user's directory afterwards: it is saved and put back. */
interface Check {
  readonly result: ChecksResult;
  readonly changed: readonly string[];
}

async function runCheck(
  measuring: Measuring,
  place: Place,
  { tree, side }: Checked,
  command: string,
): Promise<Check> {
  const cwd = await place.enter(tree, side);
  const vigil = await keepVigil(measuring, place, cwd, measuring.run === 0);
  const timeoutSeconds = measuring.session.config.checks_timeout_seconds;
  const result = await runChecks({ ...commandLimits(measuring), command, cwd, timeoutSeconds });
  measuring.notices.heed(result);
  if (measuring.signal.aborted) throw stoppedBy(measuring.signal);
  const doubt = await vigil.broken();
  // Test runners write reports. Unlike a number, a pass is none the worse for a file more.
  const changed = await place.settle(tree, 'check');
  if (result.state !== 'passed' || doubt === undefined) return { result, changed };
  return { result: { ...result, state: 'failed', reason: doubt }, changed };
}
