import type { Sample } from '../bench/sample.js';
import type { ChecksReport, Run } from '../store/run.js';
import { violations } from '../verdict/constraints.js';
import { blankFinding } from './blank-finding.js';
import { confirm, judgeWith } from './confirm.js';
import type { Finding } from './finding.js';
import { checkTree, type Measuring, sampleTree } from './measure.js';
import type { Place } from './place.js';
import { takeOverGate } from './prior-gate.js';
import { type Gate, proveArms } from './prove-arms.js';
import { secondaryValues } from './run-values.js';
import { isSimpler } from './simpler.js';

export interface Places {
  /** Where the session measures. */
  readonly usual: Place;
  readonly openInPlace: () => Place;
}

const notRun: ChecksReport = { state: 'not_run' };

/**
 * Evaluate a candidate: one sample as a gate, where a crash ends the run cheaply; then, for one that would be better,
 * checks, constraints, and the confirmation that the plan asks for.
 */
export async function evaluate(measuring: Measuring, places: Places, run: Run): Promise<Finding> {
  const { config } = measuring.session;
  const first = config.checks_when === 'first' ? await check(measuring, places.usual, run) : notRun;
  if (isFailing(first)) return failedChecks(blankFinding(measuring, places.usual, run), first);
  const gate = await takeGate(measuring, places, run);
  return judgeGate(gate, run, first);
}

async function takeGate(measuring: Measuring, places: Places, run: Run): Promise<Gate> {
  measuring.report({ done: 0, message: 'measuring the candidate' });
  const subject = { tree: run.tree, measuredRun: run.number, role: 'candidate', purpose: 'gate' } as const;
  const before = takeOverGate(measuring, places.usual, run);
  const sample = before ?? (await sampleTree(measuring, places.usual, subject));
  return proveArms({ measuring, place: places.usual, sample, notes: [] }, run, places.openInPlace);
}

async function judgeGate(gate: Gate, run: Run, first: ChecksReport): Promise<Finding> {
  const { measuring, place, sample } = gate;
  const finding = { ...blankFinding(measuring, place, run, sample), checks: first, notes: notesOf(gate) };
  if (sample.status !== 'ok' || sample.value === undefined) return { ...finding, ...failure(sample) };

  const judged = judgeWith(gate, run, sample.value);
  const mayKeep = judged.isBetter || (await isSimpler(measuring, place, run, sample.value));
  const wanted = mayKeep || measuring.session.config.checks_when === 'always';
  const checks = wanted && first.state === 'not_run' ? await check(measuring, place, run) : first;
  if (isFailing(checks)) return failedChecks(finding, checks);

  const broken = mayKeep ? brokenConstraints(gate, run) : [];
  if (broken.length > 0)
    return { ...finding, checks, verdict: 'constraint_violated', reason: broken.join(' ') };
  if (judged.isBetter) return confirm(gate, run, { ...finding, checks, reason: judged.reason }, sample.value);
  if (!mayKeep) return { ...finding, checks, verdict: 'not_better', reason: judged.reason };
  const reason = `${judged.reason} It removes more lines than it adds, and accept is "simpler": it may be kept.`;
  return { ...finding, checks, verdict: 'not_better', canKeep: true, reason };
}

function check(measuring: Measuring, place: Place, run: Run): Promise<ChecksReport> {
  measuring.report({ done: 1, message: 'running the checks' });
  return checkTree(measuring, place, run.tree, 'candidate');
}

function isFailing(checks: ChecksReport): boolean {
  return checks.state === 'failed' || checks.state === 'timed_out';
}

function failedChecks(finding: Finding, checks: ChecksReport): Finding {
  const reason = checks.state === 'failed' ? 'The checks failed.' : 'The checks timed out.';
  return { ...finding, checks, verdict: 'checks_failed', reason };
}

function failure(sample: Sample): Pick<Finding, 'verdict' | 'reason'> {
  const verdict = sample.status === 'ok' || sample.status === 'cancelled' ? 'crashed' : sample.status;
  return { verdict, reason: sample.reason ?? 'The command failed.' };
}

function brokenConstraints({ measuring, place, sample }: Gate, run: Run): string[] {
  const { app, session } = measuring;
  const incumbent = secondaryValues(app, session, run.incumbent, place.isolation);
  return violations(
    session.config.constraints,
    incumbent,
    new Map(sample.metrics.map(({ name, value }) => [name, value])),
  );
}

function notesOf({ notes, sample }: Gate): string[] {
  const left = sample.leftovers.slice(0, 5).join(', ');
  return [
    ...notes,
    ...(left === '' ? [] : [`The command left processes running; they were ended: ${left}.`]),
    ...(sample.logProblem === undefined ? [] : [`The log is not complete: ${sample.logProblem}.`]),
  ];
}
