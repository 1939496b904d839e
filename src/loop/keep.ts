import type { Intention, Run } from '../store/run.js';
import type { Session } from '../store/sessions.js';
import { withoutBystanders } from '../workspace/bystanders.js';
import { changeRefs, writeCommit } from '../workspace/commits.js';
import { headOf } from '../workspace/repository.js';
import { trackOnly } from '../workspace/snapshot.js';
import { resetUserIndex } from '../workspace/user-index.js';
import type { App } from './app.js';
import { commitMessage } from './commit-message.js';
import { workspaceOf } from './session-workspace.js';

/** Write the commit that a keep will put on the session's branch: the measured tree less the bystanders' state. */
export async function writeKeptCommit(
  app: App,
  session: Session,
  run: Run,
  intended: Intention['log'],
): Promise<string> {
  const { repository, scratch } = workspaceOf(app, session);
  const tree = await withoutBystanders(repository, run.tree, session.scope.bystanders, scratch);
  const message = commitMessage(session, run, intended);
  return writeCommit(repository, { tree, parents: [session.incumbentCommit], message });
}

/**
 * Move the branch to the kept commit and make the run the incumbent. No file is touched: edits made since the
 * snapshot stay uncommitted. Doing it twice changes nothing.
 */
export async function applyKeep(app: App, session: Session, run: Run, commit: string): Promise<void> {
  const { repository, index } = workspaceOf(app, session);
  const head = await headOf(repository);
  if (head.commit !== commit) {
    await changeRefs(repository, `keep run ${run.number}`, [
      { ref: session.branch, to: commit, from: head.commit },
    ]);
  }
  await resetUserIndex(repository, commit, session.scope);
  // Of what was edited since the snapshot, new files are not tracked yet.
  await trackOnly(repository, index, run.tree);
  const { intention, ...rest } = run;
  app.store.transaction(() => {
    app.store.runs.update({
      ...rest,
      outcome: 'kept',
      keptCommit: commit,
      loggedAt: Date.now(),
      ...(intention === undefined ? {} : { log: intention.log }),
    });
    app.store.sessions.update({
      ...session,
      incumbent: run.number,
      incumbentTree: run.tree,
      incumbentCommit: commit,
    });
    app.store.events.insert({
      sessionId: session.id,
      run: run.number,
      at: Date.now(),
      kind: 'kept',
      data: { commit },
    });
  });
}
