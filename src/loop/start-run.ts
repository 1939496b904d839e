import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/sessions.js';
import { candidateRef, changeRefs, writeCommit } from '../workspace/commits.js';
import { lookAt } from '../workspace/look.js';
import { displayPath } from '../workspace/path-bytes.js';
import type { Head } from '../workspace/repository.js';
import { outOfScope } from '../workspace/scope.js';
import type { TreeChange } from '../workspace/tree-diff.js';
import { type App, logPath } from './app.js';
import { evaluate } from './evaluate.js';
import { runId } from './ids.js';
import { releaseMachine, takeMachine, withSession } from './lock.js';
import { newSeed } from './measure.js';
import { knownOutputs, learningOutputs } from './outputs.js';
import { startRunJob } from './run-job.js';
import { scopeOf, workspaceOf } from './session-workspace.js';
import { stopState } from './stop-policy.js';
import { guardWorktree } from './worktree-guard.js';

/** A candidate, snapshotted and found to be one that may be measured. */
interface Candidate {
  readonly tree: string;
  readonly changes: readonly TreeChange[];
  readonly head: Head;
}

/**
 * Snapshot the working directory and start to measure it.
 *
 * @param waitSeconds how long to wait for another measurement on this machine.
 * @throws Refusal `session_ended`, `run_pending`, `run_in_progress`, `budget_spent`, `wrong_branch`, `git_busy`,
 *   `unchanged`, `out_of_scope`, `already_measured` or `machine_busy`; nothing has changed then.
 */
export async function startRun(
  app: App,
  session: Session,
  description: string,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Run> {
  assertMayRun(app, session);
  const candidate = await withSession(app, session.id, () => snapshotCandidate(app, session));
  // This process may be cleaning the arms of the run before: that is not somebody else's measurement.
  await app.jobs.tidied();
  await takeMachine(app, `${session.id} (process ${app.owner.pid})`, waitSeconds, signal);
  try {
    // Another client may have started a run while this one waited for the machine.
    assertMayRun(app, session);
    const run = await describeRun(app, session, candidate, description);
    app.store.runs.insert(run);
    startRunJob(app, session, run, (measuring, open) => evaluate(measuring, placesOf(session, open), run));
    return run;
  } catch (error) {
    releaseMachine(app);
    throw error;
  }
}

function placesOf(session: Session, open: Parameters<Parameters<typeof startRunJob>[3]>[1]) {
  return {
    usual: open(session.isolation, knownOutputs(session.outputs)),
    openInPlace: () => open('in-place', learningOutputs()),
  };
}

function assertMayRun(app: App, session: Session): void {
  if (session.state === 'starting') throw baselinePending(session);
  const stop = stopState(app, session);
  if (session.state === 'ended') {
    throw new Refusal(
      'session_ended',
      stop.explanation ?? 'The session has ended.',
      'Start another with init_experiment.',
    );
  }
  const pending = app.store.runs.unlogged(session.id);
  if (pending !== undefined) throw pendingRun(pending);
  if (stop.shouldContinue) return;
  throw new Refusal(
    'budget_spent',
    stop.explanation ?? 'The budget of the session is spent.',
    'Call end_session and report. Only a person may start another session.',
    { stop_reason: stop.stopReason, should_continue: false },
  );
}

function baselinePending(session: Session): Refusal {
  const id = runId(session.id, 0);
  return new Refusal(
    'run_in_progress',
    'The baseline is still being measured.',
    `Call run_experiment with run_id: "${id}" to wait for it.`,
    { run_id: id },
  );
}

function pendingRun(run: Run): Refusal {
  const id = runId(run.sessionId, run.number);
  if (run.state === 'running') {
    const hint = `Call run_experiment with run_id: "${id}" to wait for it, or cancel_run to end it.`;
    return new Refusal('run_in_progress', `Run ${id} is still being measured.`, hint, { run_id: id });
  }
  return new Refusal(
    'run_pending',
    `Run ${id} (${run.verdict}) has not been logged yet.`,
    `Call log_experiment with run_id: "${id}" and status ${run.canKeep ? 'keep or discard' : 'discard'} first.`,
    { run_id: id, verdict: run.verdict, can_keep: run.canKeep },
  );
}

async function snapshotCandidate(app: App, session: Session): Promise<Candidate> {
  const { repository, index } = workspaceOf(app, session);
  const [head, { tree, changes }] = await Promise.all([
    guardWorktree(app, session),
    lookAt(repository, index, session.incumbentTree),
  ]);
  if (tree === session.incumbentTree) throw unchanged(head, session);
  const files = outOfScope(changes, scopeOf(session));
  if (files.length > 0) throw refusedFiles(app, session, files);
  const judged = app.store.runs.judged(session.id, tree, session.incumbent);
  if (judged !== undefined) throw alreadyMeasured(judged);
  return { tree, changes, head };
}

function unchanged(head: Head, session: Session): Refusal {
  const own = head.commit === session.incumbentCommit ? '' : ' Your commits changed nothing either.';
  return new Refusal(
    'unchanged',
    `The working directory is the incumbent, byte for byte: there is nothing to measure.${own}`,
    'Edit the code first, then call run_experiment.',
  );
}

function refusedFiles(app: App, session: Session, files: readonly { path: string; rule: string }[]): Refusal {
  const data = { files: files.slice(0, 50) };
  app.store.events.insert({ sessionId: session.id, at: Date.now(), kind: 'refused out_of_scope', data });
  const names = files.slice(0, 5).map(({ path, rule }) => `${path} (${rule})`);
  const more = files.length > names.length ? ` and ${files.length - names.length} more` : '';
  return new Refusal(
    'out_of_scope',
    `These files may not be changed: ${names.join(', ')}${more}.`,
    `Put them back (\`git restore --source=${candidateRef(session.id, session.incumbent)} -- <path>\`; delete what is new) and call run_experiment again. Pinned files judge the result; bystanders are the user's own uncommitted files.`,
    { files: files.slice(0, 50) },
  );
}

function alreadyMeasured(run: Run): Refusal {
  const id = runId(run.sessionId, run.number);
  const hint = run.canKeep
    ? `It can be kept: log_experiment with run_id: "${id}" and status keep. Otherwise change something.`
    : 'Change something: testing the same code again until it passes would keep luck.';
  return new Refusal(
    'already_measured',
    `Run ${id} has measured exactly this code against this incumbent: ${run.verdict}.`,
    hint,
    { run_id: id, verdict: run.verdict, can_keep: run.canKeep },
  );
}

async function describeRun(
  app: App,
  session: Session,
  candidate: Candidate,
  description: string,
): Promise<Run> {
  const { repository } = workspaceOf(app, session);
  const number = app.store.runs.nextNumber(session.id);
  const { tree, head, changes } = candidate;
  // Commits that the agent made by itself stay reachable as a second parent.
  const parents = [...new Set([session.incumbentCommit, head.commit])];
  const message = `Candidate ${number} of ${session.id}\n\n${description}\n`;
  const commit = await writeCommit(repository, { tree, parents, message });
  await changeRefs(repository, `candidate ${number}`, [
    { ref: candidateRef(session.id, number), to: commit },
  ]);
  const run: Run = {
    sessionId: session.id,
    number,
    state: 'running',
    description,
    incumbent: session.incumbent,
    tree,
    candidateCommit: commit,
    isolation: session.isolation,
    seed: newSeed(),
    files: changes.map((change) => displayPath(change.path)),
    logPath: logPath(app, session.id, number),
    ownerPid: app.owner.pid,
    ownerStarted: app.owner.started,
    canKeep: false,
    startedAt: Date.now(),
  };
  return run;
}
