import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { changeRefs } from '../workspace/commits.js';
import { type Head, headOf } from '../workspace/repository.js';
import { restoreWorktree } from '../workspace/restore.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { resetUserIndex } from '../workspace/user-index.js';
import type { App } from './app.js';
import { saveEdits } from './save-edits.js';
import { leftAloneIn, workspaceOf } from './session-workspace.js';
import { unseenOf } from './unseen-of.js';

/** Repository and working directory as they were found a moment ago. */
export interface Seen {
  readonly head: Head;
  readonly present: Snapshot;
}

/**
 * Put the incumbent back: files, index and branch. What stood there and is not the candidate is saved under a ref of
 * its own first. Doing it twice changes nothing.
 *
 * @returns that ref, where there was something to save.
 */
export async function applyDiscard(
  app: App,
  session: Session,
  run: Run,
  seen?: Seen,
): Promise<string | undefined> {
  let savedRef: string | undefined;
  const workspace = workspaceOf(app, session);
  const { repository } = workspace;
  const candidate = await unseenOf(app, session, run.number);
  await restoreWorktree({
    ...workspace,
    target: session.incumbentTree,
    unseen: await unseenOf(app, session, session.incumbent),
    former: run.tree,
    ...(seen === undefined ? {} : { present: seen.present }),
    isLeft: leftAloneIn(session),
    save: async (present, _, bytes = candidate?.bytes) => {
      if (present === run.tree && bytes === candidate?.bytes) return;
      savedRef = await saveEdits(app, session, run, present, bytes);
    },
  });
  const head = seen?.head ?? (await headOf(repository));
  if (head.commit !== session.incumbentCommit) {
    const change = { ref: session.branch, to: session.incumbentCommit, from: head.commit };
    await changeRefs(repository, `discard run ${run.number}`, [change]);
  }
  await resetUserIndex(repository, session.incumbentCommit, session.scope);
  const { intention, ...rest } = run;
  app.store.transaction(() => {
    app.store.runs.update({
      ...rest,
      outcome: 'discarded',
      loggedAt: Date.now(),
      ...(intention === undefined ? {} : { log: intention.log }),
    });
    app.store.events.insert({
      sessionId: session.id,
      run: run.number,
      at: Date.now(),
      kind: 'discarded',
      data: {},
    });
  });
  return savedRef;
}
