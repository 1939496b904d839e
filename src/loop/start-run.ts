import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { assertOutside } from './assert-outside.js';
import { type Candidate, snapshotCandidate } from './candidate.js';
import { noteTrial } from './ideas/became.js';
import { releaseMachine, takeMachine, withSession } from './lock.js';
import { makeReachable } from './make-reachable.js';
import { assertMayRun, assertMayStart } from './may-run.js';
import { describeRun } from './new-run.js';
import { goneOnWith } from './series.js';
import { startEvaluation } from './start-evaluation.js';
import { untilResumed } from './until-resumed.js';
import { guardWorktree } from './worktree-guard.js';

/** What is tried, by the agent's own words. */
export type Trial = Pick<Run, 'description' | 'idea'>;

/**
 * Snapshot the working directory and start to measure it.
 *
 * @param waitSeconds how long to wait while the session is paused, and then for another measurement on this machine.
 * @throws Refusal `session_ended`, `run_pending`, `run_in_progress`, `budget_spent`, `wrong_branch`, `git_busy`,
 *   `unchanged`, `dirty_worktree`, `out_of_scope`, `already_measured` or `machine_busy`; nothing has changed then.
 */
export async function startRun(
  app: App,
  found: Session,
  trial: Trial,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Run> {
  assertMayStart(app, found);
  const begun = performance.now();
  const session = await untilResumed(app, found, waitSeconds, signal);
  assertMayRun(app, session);
  // In this order: where git itself reads otherwise, that is what is to be named.
  await guardWorktree(app, session);
  await assertOutside(app, session);
  const candidate = await withSession(app, session.id, () => snapshotCandidate(app, session));
  // This process may be cleaning the arms of the run before: that is not somebody else's measurement.
  await app.jobs.tidied();
  const left = Math.max(0, waitSeconds - (performance.now() - begun) / 1000);
  await takeMachine(app, session.id, left, signal);
  try {
    const [latest, run] = await withSession(app, session.id, () => storeRun(app, session, candidate, trial));
    startEvaluation(app, latest, run);
    return run;
  } catch (error) {
    releaseMachine(app);
    throw error;
  }
}

/** Store the run while nobody else works on the session: one may have, while this call waited for the machine. */
async function storeRun(
  app: App,
  session: Session,
  candidate: Candidate,
  trial: Trial,
): Promise<[Session, Run]> {
  const latest = app.store.sessions.find(session.id) ?? session;
  assertMayRun(app, latest);
  const isSame = latest.incumbent === session.incumbent;
  const current = isSame ? candidate : await snapshotCandidate(app, latest);
  const before = goneOnWith(app.store.runs.ofTree(latest.id, current.tree, latest.incumbent));
  const run = await describeRun(app, latest, {
    tree: current.tree,
    changes: current.changes,
    unseen: current.unseen,
    head: current.head.commit,
    ...(before?.idea === undefined ? {} : { idea: before.idea }),
    ...trial,
    ...(before === undefined ? {} : { before }),
  });
  app.store.transaction(() => {
    app.store.runs.insert(run);
    noteTrial(app, run);
  });
  await makeReachable(app, latest, run);
  return [latest, run];
}
