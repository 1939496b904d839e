import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { changeRefs } from '../workspace/commits.js';
import { headOf, type Repository } from '../workspace/repository.js';
import { restoreWorktree } from '../workspace/restore.js';
import { diffTrees } from '../workspace/tree-diff.js';
import { resetUserIndex } from '../workspace/user-index.js';
import type { App } from './app.js';
import { carryOf, carryPaths } from './carry.js';
import { noteOutcome } from './ideas/became.js';
import { saveEdits } from './save-edits.js';
import type { Seen } from './seen.js';
import { leftAloneIn, workspaceOf } from './session-workspace.js';
import { unseenOf } from './unseen-of.js';
import { userIndexOf } from './user-index-of.js';

/**
 * Close a run, and put the incumbent back where its candidate stands: files, index and branch. Doing it twice changes
 * nothing.
 *
 * @returns the ref under which was saved what stood there and is not the candidate, where there was such a thing.
 */
export async function applyDiscard(
  app: App,
  session: Session,
  run: Run,
  seen?: Seen,
): Promise<string | undefined> {
  const carry = carryOf(app, session, run, false);
  const isStanding = carry === undefined || carry.from !== carry.to;
  const paths = run.intention?.carried ?? [];
  const savedRef =
    carry === undefined
      ? await restoreIncumbent(app, session, run, seen)
      : await carryPaths(app, session, run, carry, paths, seen?.present);
  if (isStanding) await resetBranch(app, session, run, seen);
  close(app, run);
  return savedRef;
}

async function restoreIncumbent(
  app: App,
  session: Session,
  run: Run,
  seen?: Seen,
): Promise<string | undefined> {
  let savedRef: string | undefined;
  const workspace = workspaceOf(app, session);
  let last = { tree: run.tree, bytes: (await unseenOf(app, session, run.number))?.bytes };
  await restoreWorktree({
    ...workspace,
    target: session.incumbentTree,
    unseen: await unseenOf(app, session, session.incumbent),
    former: run.tree,
    ...(seen === undefined ? {} : { present: seen.present }),
    isLeft: leftAloneIn(session),
    save: async (present, isUncovered, bytes = last.bytes) => {
      const isKnown = isUncovered
        ? await isOnTheWay(workspace.repository, present, last.tree, session.incumbentTree)
        : present === last.tree;
      if (isKnown && bytes === last.bytes) return;
      last = { tree: present, bytes };
      const ref = await saveEdits(app, session, run, present, bytes);
      savedRef = savedRef === undefined ? ref : `${savedRef} and ${ref}`;
    },
  });
  return savedRef;
}

/** Whether a directory holds nothing but what is in one of two trees: its restoring has begun, and nobody else was there. */
async function isOnTheWay(
  repository: Repository,
  present: string,
  from: string,
  to: string,
): Promise<boolean> {
  const missing = new Set((await diffTrees(repository, present, to)).map(({ path }) => path));
  return (await diffTrees(repository, from, present)).every(
    ({ path, kind }) => kind === 'deleted' || !missing.has(path),
  );
}

async function resetBranch(app: App, session: Session, run: Run, seen?: Seen): Promise<void> {
  const { repository } = workspaceOf(app, session);
  const head = seen?.head ?? (await headOf(repository));
  if (head.commit !== session.incumbentCommit) {
    const change = { ref: session.branch, to: session.incumbentCommit, from: head.commit };
    await changeRefs(repository, `discard run ${run.number}`, [change]);
  }
  await resetUserIndex(repository, session.incumbentCommit, await userIndexOf(app, session));
}

function close(app: App, { intention, ...rest }: Run): void {
  const discarded: Run = {
    ...rest,
    outcome: 'discarded',
    loggedAt: Date.now(),
    ...(intention === undefined ? {} : { log: intention.log }),
  };
  app.store.transaction(() => {
    app.store.runs.update(discarded);
    noteOutcome(app, discarded);
    app.store.events.insert({
      sessionId: rest.sessionId,
      run: rest.number,
      at: Date.now(),
      kind: 'discarded',
      data: {},
    });
  });
}
