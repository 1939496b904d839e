import { Refusal } from '../errors.js';
import type { App } from '../loop/app.js';
import { runId } from '../loop/ids.js';
import { pinnedWords } from '../loop/pinned-words.js';
import { planWords } from '../loop/plan-words.js';
import { branchName } from '../loop/report.js';
import { describeNoise } from '../loop/status.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { markOutput } from './command-output.js';
import { runReply } from './run-reply.js';
import type { Reply } from './tool.js';

/**
 * The session and its baseline, as init_experiment answers them.
 *
 * @throws Refusal `baseline_failed`, `arms_not_effective` or `wrong_branch` when there is no baseline to judge by.
 */
export function baselineReply(app: App, session: Session, run: Run, notes: readonly string[]): Reply {
  assertBaseline(session, run);
  const { notes: runNotes, ...reply } = runReply(app, session, run);
  return {
    ...reply,
    branch: branchName(session),
    config: session.config,
    ...(session.noise === undefined ? {} : { noise: describeNoise(session), plan: planWords(session) }),
    notes: [...notes, ...(Array.isArray(runNotes) ? runNotes : []), pinnedWords(session)],
  };
}

/** @throws Refusal as {@link baselineReply}. */
export function assertBaseline(session: Session, run: Run): void {
  if (run.number !== 0 || run.state === 'running' || run.verdict === 'baseline') return;
  const details = {
    run_id: runId(session.id, 0),
    verdict: run.verdict,
    log_path: run.logPath,
    output_tail: markOutput(run.result?.output_tail || run.result?.checks.output_tail || ''),
  };
  const why = run.result?.reason ?? session.endReason ?? 'It was interrupted.';
  if (run.verdict === 'inconclusive') {
    throw new Refusal(
      'arms_not_effective',
      why,
      'See that the command reads the files in `editable` (no installed copy, no absolute path); or set `isolation` explicitly to go on with a warning.',
      details,
    );
  }
  throw new Refusal(
    'baseline_failed',
    `The baseline could not be measured (${run.verdict}): ${why}`,
    'Nothing was changed in the repository. Make the command and the checks pass on the code as it is, then call init_experiment again.',
    details,
  );
}
