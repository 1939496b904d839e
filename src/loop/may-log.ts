import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { acceptCommand, approvalWords } from './approval.js';
import { runId } from './ids.js';

/**
 * See that a run may be kept, or discarded. While another is being measured, neither may be done: that one is judged
 * against the present incumbent, and its code is what the working directory holds.
 *
 * @param pending the run of the session that is being measured or waits to be logged.
 * @throws Refusal `unknown_run`, `session_ended`, `run_in_progress` or `keep_refused`.
 */
export function assertLoggable(session: Session, run: Run, keeps: boolean, pending: Run | undefined): void {
  const id = runId(run.sessionId, run.number);
  if (run.number === 0) {
    throw new Refusal(
      'unknown_run',
      `${id} is the baseline, which needs no log.`,
      'Edit the code and call run_experiment.',
    );
  }
  if (session.state === 'ended') {
    throw new Refusal(
      'session_ended',
      `The session ${session.id} has ended.`,
      'Start another with init_experiment.',
    );
  }
  if (session.replay?.state === 'running') {
    throw new Refusal(
      'session_ended',
      `The session ${session.id} is being ended: its final code is measured against the baseline.`,
      `Call end_session with session_id: "${session.id}" to wait for it.`,
    );
  }
  const measured = [run, pending].find((each) => each?.state === 'running');
  if (measured !== undefined) throw stillMeasured(runId(measured.sessionId, measured.number));
  if (keeps) assertKeepable(session, run, id);
  else if (run.outcome === 'kept') {
    throw new Refusal(
      'keep_refused',
      `Run ${id} was kept already.`,
      'A kept commit is not taken back here: use git.',
    );
  }
}

function stillMeasured(id: string): Refusal {
  const hint = `Call run_experiment with run_id: "${id}" to wait for it, or cancel_run to end it.`;
  return new Refusal('run_in_progress', `Run ${id} is still being measured.`, hint, { run_id: id });
}

function assertKeepable(session: Session, run: Run, id: string): void {
  if (run.approval === 'needed') {
    throw new Refusal(
      'keep_refused',
      `Run ${id} cannot be kept yet. ${approvalWords(session, run)}`,
      `Ask the user, who may run \`${acceptCommand(run)}\`; or call log_experiment with run_id: "${id}" and status discard and go on: it stays reachable.`,
      { run_id: id, verdict: run.verdict },
    );
  }
  if (!run.canKeep) {
    throw new Refusal(
      'keep_refused',
      `Run ${id} cannot be kept: its verdict is ${run.verdict}. ${run.result?.reason ?? ''}`.trim(),
      `Call log_experiment with run_id: "${id}" and status discard, then try something else.`,
      { run_id: id, verdict: run.verdict },
    );
  }
  if (run.incumbent === session.incumbent) return;
  throw new Refusal(
    'keep_refused',
    `Run ${id} was judged against run ${run.incumbent}, but run ${session.incumbent} is the incumbent now.`,
    'Make the change again on the present code and call run_experiment.',
    { run_id: id },
  );
}
