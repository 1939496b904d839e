import type { ChecksReport, Run } from '../store/run.js';
import { blankFinding } from './blank-finding.js';
import { brokenConstraints, surelyBroken } from './broken-constraints.js';
import { checkTree, passesHoldout } from './check-tree.js';
import { contestOf } from './contest.js';
import { endDeterministicMode } from './deterministic-mode.js';
import type { Evaluation, Judge, Judgement } from './evaluation.js';
import type { Finding } from './finding.js';
import { takeGate } from './gate.js';
import { judgeByPairs } from './judge-by-pairs.js';
import { judgeExactly, judgeOnce } from './judge-by-sample.js';
import { measuredFinding } from './measured-finding.js';
import type { Measuring, RunTree } from './measuring.js';
import { failureOf } from './pair-failures.js';
import type { Place } from './place.js';
import { proveArms } from './prove-arms.js';
import { planOf } from './session-plan.js';

export interface Places {
  /** Where the session measures. */
  readonly usual: Place;
  readonly openInPlace: () => Place;
}

const notRun: ChecksReport = { state: 'not_run' };

/**
 * Evaluate a candidate: one sample as a gate, where a crash ends the run cheaply; then the plan's first test, and for
 * one that passes it checks, constraints, and the confirmation that the plan asks for.
 */
export async function evaluate(measuring: Measuring, places: Places, run: Run): Promise<Finding> {
  const { config } = measuring.session;
  const first = config.checks_when === 'first' ? await check(measuring, places.usual, run) : notRun;
  if (isFailing(first)) return failedChecks(blankFinding(measuring, places.usual, run), first);
  const sample = await takeGate(measuring, places.usual, run);
  const gate = await proveArms(
    { measuring, place: places.usual, sample, notes: [] },
    run,
    places.openInPlace,
  );
  if (gate.sample.value === undefined) {
    const finding = blankFinding(gate.measuring, gate.place, run, gate.sample);
    return { ...finding, checks: first, notes: gate.notes, ...failureOf(gate.sample) };
  }
  const { opponent, acceptsNoWorse } = await contestOf(measuring.app, gate.measuring.session, run.tree);
  const candidate = { tree: run.tree, run: run.number };
  const evaluation: Evaluation = {
    ...gate,
    gate: gate.sample,
    run,
    opponents: { incumbent: opponent, candidate },
    acceptsNoWorse,
    notes: [...gate.notes, ...opponentNotes(opponent, run)],
  };
  return judgeCandidate(evaluation, gate.sample.value, first);
}

async function judgeCandidate(evaluation: Evaluation, value: number, before: ChecksReport): Promise<Finding> {
  const { measuring, place, run } = evaluation;
  const judge = judgeOf(evaluation, value);
  const screened = await judge.screen();
  const mayKeep = isKeepable(screened);
  const wanted = mayKeep || (measuring.session.config.checks_when === 'always' && hasRun(screened));
  const checks = wanted && before.state === 'not_run' ? await check(measuring, place, run) : before;
  const result = (judgement: Judgement) => ({ ...measuredFinding(evaluation, judgement), checks });
  if (isFailing(checks)) return failedChecks(result(screened), checks);
  if (!mayKeep) return result(screened);

  // Before a confirmation is paid for; what is only not shown to hold may show by its end.
  const broken = surelyBroken(evaluation);
  if (broken.length > 0) return violated(result(screened), broken);
  const confirmed = await judge.confirm(screened);
  if (confirmed.is === 'not_deterministic') return judgeAgain(evaluation, value, checks);
  if (!isKeepable(confirmed)) return result(confirmed);
  const unproven = brokenConstraints(evaluation);
  if (unproven.length > 0) return violated(result(confirmed), unproven);
  const passes = await passesHoldout(measuring, place, { tree: run.tree, side: 'candidate' });
  return passes ? result(confirmed) : violated(result(confirmed), [failedHoldout]);
}

const failedHoldout = 'It does not pass the hold-out evaluation, of which nothing more is told.';

function judgeAgain(evaluation: Evaluation, value: number, checks: ChecksReport): Promise<Finding> {
  return judgeCandidate(endDeterministicMode(evaluation), value, checks);
}

function judgeOf(evaluation: Evaluation, value: number): Judge {
  const plan = planOf(evaluation.measuring.session);
  switch (plan.kind) {
    case 'exact':
      return judgeExactly(evaluation, value);
    case 'single':
      return judgeOnce(evaluation, value);
    case 'paired':
      return judgeByPairs(evaluation, plan);
  }
}

function isKeepable(judgement: Judgement): boolean {
  return judgement.is === 'better' || judgement.is === 'no_worse';
}

/** Whether no sample of the candidate has failed: one that has is not worth its checks. */
function hasRun(judgement: Judgement): boolean {
  return judgement.is !== 'rejected' || ['not_better', 'inconclusive'].includes(judgement.verdict);
}

function check(measuring: Measuring, place: Place, run: Run): Promise<ChecksReport> {
  measuring.report({ done: 1, message: 'running the checks' });
  return checkTree(measuring, place, { tree: run.tree, side: 'candidate' });
}

function isFailing(checks: ChecksReport): boolean {
  return checks.state === 'failed' || checks.state === 'timed_out';
}

function failedChecks(finding: Finding, checks: ChecksReport): Finding {
  const { reason = 'The checks failed.' } = checks;
  return { ...withoutKeep(finding), checks, verdict: 'checks_failed', reason };
}

function violated(finding: Finding, broken: readonly string[]): Finding {
  return { ...withoutKeep(finding), verdict: 'constraint_violated', reason: broken.join(' ') };
}

function withoutKeep({ evidence: _, ...finding }: Finding): Finding {
  return { ...finding, canKeep: false };
}

function opponentNotes({ run: opponent }: RunTree, run: Run): string[] {
  if (opponent === run.incumbent) return [];
  return [
    `Compared with run ${opponent}, the last that was kept as better, and not with run ${run.incumbent}.`,
  ];
}
