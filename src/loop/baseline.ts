import type { ChecksReport } from '../store/run.js';
import type { Isolation } from '../store/session.js';
import type { Verdict } from '../verdict/verdict.js';
import { type Calibration, calibrate, probe } from './calibrate.js';
import { checkTree, passesHoldout } from './check-tree.js';
import { emptiedBaseline } from './emptied.js';
import { secondsLeft } from './experiment-budget.js';
import type { Measuring } from './measuring.js';
import type { Place } from './place.js';
import { unsealedIn } from './place-seals.js';
import { shownPaths } from './shown-text.js';

/** The baseline measured in one kind of place. */
interface Attempt {
  readonly isolation: Isolation;
  readonly calibration: Calibration;
  readonly checks: ChecksReport;
  /** Whether a probe showed the command to read what is in the place; absent where no probe was taken. */
  readonly effective?: boolean;
  /** `editable` is given and matches no file of the baseline. */
  readonly nothingEditable?: boolean;
}

/** Why there is no baseline. */
export interface BaselineFailure {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly outputTail: string;
  readonly checks: ChecksReport;
}

export interface Baseline extends Attempt {
  /** What the plan must say of the place. */
  readonly remarks: readonly string[];
}

export type OpenPlace = (isolation: Isolation) => Place;

/**
 * Measure the baseline where the session asks for it. `auto` starts isolated and goes in-place when the baseline
 * fails there, or when the probe shows that the arms are not what the command measures.
 */
export async function measureBaseline(
  measuring: Measuring,
  open: OpenPlace,
): Promise<Baseline | BaselineFailure> {
  const wanted = measuring.session.config.isolation;
  if (wanted !== 'auto') return explicit(measuring, await attempt(measuring, open(wanted)));
  const isolated = await attempt(measuring, open('isolated'));
  if (!isFailure(isolated) && isolated.effective !== false)
    return { ...isolated, remarks: remarksOn(measuring, isolated) };
  const why = isFailure(isolated)
    ? `Measured in place: in a directory of its own the baseline failed (${isolated.reason})`
    : 'Measured in place: with the editable files emptied in a directory of its own the metric stayed the same, so the command measures code elsewhere.';
  return fallBack(measuring, await attempt(measuring, open('in-place')), why);
}

function explicit(measuring: Measuring, result: Attempt | BaselineFailure): Baseline | BaselineFailure {
  if (isFailure(result)) return result;
  const warning =
    'Warning: with all editable files emptied the metric stays the same. The command may not measure them.';
  const remarks = remarksOn(measuring, result);
  return { ...result, remarks: result.effective === false ? [warning, ...remarks] : remarks };
}

function remarksOn({ app, session }: Measuring, { nothingEditable, isolation }: Attempt): string[] {
  const nothing =
    'Warning: `editable` matches no file that is not pinned or a bystander: only new files could be tried.';
  const unsealed = shownPaths(unsealedIn(app, session, isolation).slice(0, 5)).join(', ');
  const rewritten = `Warning: the command itself rewrites ${unsealed}, which is pinned: whether a candidate does, too, cannot be seen.`;
  return [...(nothingEditable === true ? [nothing] : []), ...(unsealed === '' ? [] : [rewritten])];
}

function fallBack(
  measuring: Measuring,
  result: Attempt | BaselineFailure,
  why: string,
): Baseline | BaselineFailure {
  if (isFailure(result)) return result;
  if (result.effective !== false) return { ...result, remarks: [why, ...remarksOn(measuring, result)] };
  return {
    verdict: 'inconclusive',
    reason:
      'With all editable files emptied the metric stays the same, isolated and in place: the command does not measure them.',
    outputTail: result.calibration.outputTail,
    checks: result.checks,
  };
}

export function isFailure<T extends object>(result: T | BaselineFailure): result is BaselineFailure {
  return 'verdict' in result;
}

async function attempt(measuring: Measuring, place: Place): Promise<Attempt | BaselineFailure> {
  try {
    return await measureIn(measuring, place);
  } finally {
    await place.leave();
  }
}

async function measureIn(measuring: Measuring, place: Place): Promise<Attempt | BaselineFailure> {
  const tree = measuring.session.incumbentTree;
  const calibration = await calibrate(measuring, place, { tree, run: 0 });
  if ('failed' in calibration) {
    const { status, reason, outputTail } = calibration.failed;
    const verdict = status === 'ok' || status === 'cancelled' ? 'crashed' : status;
    return { verdict, reason: reason ?? 'The command failed.', outputTail, checks: { state: 'not_run' } };
  }
  const unprinted = unprintedConstraint(measuring, calibration);
  if (unprinted !== undefined) {
    const reason = `The constrained metric ${unprinted} is not printed by the command.`;
    const { outputTail } = calibration;
    return { verdict: 'invalid_metric', reason, outputTail, checks: { state: 'not_run' } };
  }
  // Nothing can be judged before these pass.
  measuring.report({ done: 0, message: 'checking the baseline' });
  const checks = await checkTree(measuring, place, { tree, side: 'incumbent' });
  if (checks.state === 'failed' || checks.state === 'timed_out') {
    const reason = `The checks ${checks.state === 'failed' ? 'failed' : 'timed out'} on the baseline.`;
    return { verdict: 'checks_failed', reason, outputTail: checks.output_tail ?? '', checks };
  }
  if (!(await passesHoldout(measuring, place, { tree, side: 'incumbent' }))) {
    return { verdict: 'constraint_violated', reason: failedHoldout, outputTail: '', checks };
  }
  return withProbe(measuring, place, { isolation: place.isolation, calibration, checks });
}

const failedHoldout =
  "The code as it is does not pass the hold-out command of the server's own configuration.";

function unprintedConstraint({ session }: Measuring, { metricNames }: Calibration): string | undefined {
  return session.config.constraints.find(({ metric }) => !metricNames.includes(metric))?.metric;
}

/** With `editable` left out a probe proves little here; it is then taken at the first candidate. */
async function withProbe(measuring: Measuring, place: Place, result: Attempt): Promise<Attempt> {
  const { session, app } = measuring;
  if (session.config.editable === undefined) return result;
  const tree = await emptiedBaseline(app, session);
  if (tree === undefined) return { ...result, nothingEditable: true };
  // Where the budget is spent, the first candidate shows it.
  if (secondsLeft(measuring, place, 'calibration') <= 0) return result;
  const { values: references, noise } = result.calibration;
  const emptied = { tree, run: 0 };
  return { ...result, effective: await probe(measuring, place, { emptied, references, noise }) };
}
