import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { outOfScope } from '../workspace/scope.js';
import { diffTrees } from '../workspace/tree-diff.js';
import type { App } from './app.js';
import { assertOutside } from './assert-outside.js';
import { closedByAccept } from './carry.js';
import { releaseMachine, takeMachine, withSession } from './lock.js';
import { makeReachable } from './make-reachable.js';
import { assertMayAccept } from './may-accept.js';
import { describeRun } from './new-run.js';
import { goneOnWith } from './series.js';
import { runById } from './session-lookup.js';
import { scopeOf, workspaceOf } from './session-workspace.js';
import { startEvaluation } from './start-evaluation.js';
import { unseenOf } from './unseen-of.js';

/**
 * Take a person's word that a run which is too good to be believed is real: its code is measured again, against the
 * present incumbent, as a run of its own that may then be kept. The first one is closed, if it still waits to be logged.
 * The budget of the session does not matter: a person's wish is not the loop's.
 *
 * @param waitSeconds how long to wait for another measurement on this machine.
 * @returns the new run, being measured in the background.
 * @throws Refusal `unknown_run`, `session_ended`, `keep_refused`, `run_in_progress`, `run_pending`, `out_of_scope`,
 *   `unchanged`, `wrong_branch`, `git_busy` or `machine_busy`; nothing has changed then.
 */
export async function acceptRun(
  app: App,
  id: string,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Run> {
  const { session, run } = runById(app, id);
  await assertMayAccept(app, session, run);
  await assertOutside(app, session);
  await takeMachine(app, session.id, waitSeconds, signal);
  try {
    const [latest, again] = await withSession(app, session.id, () => storeAgain(app, id));
    startEvaluation(app, latest, again);
    return again;
  } catch (error) {
    releaseMachine(app);
    throw error;
  }
}

async function storeAgain(app: App, id: string): Promise<[Session, Run]> {
  const { session, run } = runById(app, id);
  await assertMayAccept(app, session, run);
  const changes = await diffTrees(workspaceOf(app, session).repository, session.incumbentTree, run.tree);
  if (changes.length === 0) throw isIncumbent(id);
  const files = outOfScope(changes, scopeOf(session));
  if (files.length > 0) throw beyondScope(id, files);
  const before = goneOnWith(app.store.runs.ofTree(session.id, run.tree, session.incumbent));
  const again = await describeRun(app, session, {
    tree: run.tree,
    changes,
    unseen: await unseenOf(app, session, run.number),
    head: session.incumbentCommit,
    description: `Run ${run.number}, measured again: ${run.log?.description ?? run.description}`,
    ...(run.idea === undefined ? {} : { idea: run.idea }),
    approval: 'accepted',
    accepts: run.number,
    ...(before === undefined ? {} : { before }),
  });
  app.store.transaction(() => {
    app.store.runs.update(closed(run, again));
    app.store.runs.insert(again);
    const data = { by: 'the command line', again: again.number };
    app.store.events.insert({
      sessionId: session.id,
      run: run.number,
      at: Date.now(),
      kind: 'accepted',
      data,
    });
  });
  await makeReachable(app, session, again);
  return [session, again];
}

/** One unlogged run at a time: from here on it is the new one that waits for its log. */
function closed(run: Run, again: Run): Run {
  if (run.outcome !== undefined) return { ...run, approval: 'accepted', canKeep: false };
  const description = `${run.description} (accepted by a person; measured again as run ${again.number})`;
  const log = { status: closedByAccept, description };
  return {
    ...run,
    approval: 'accepted',
    canKeep: false,
    outcome: 'discarded',
    log,
    loggedAt: Date.now(),
  };
}

function isIncumbent(id: string): Refusal {
  return new Refusal(
    'unchanged',
    `The code of run ${id} is the incumbent's, byte for byte.`,
    'There is nothing to measure.',
  );
}

function beyondScope(
  id: string,
  files: readonly { readonly path: string; readonly rule: string }[],
): Refusal {
  const names = files.slice(0, 5).map(({ path, rule }) => `${path} (${rule})`);
  return new Refusal(
    'out_of_scope',
    `Against the present incumbent, run ${id} changes files that may not be changed: ${names.join(', ')}.`,
    'Make the change again on the present code.',
    { files: files.slice(0, 50) },
  );
}
