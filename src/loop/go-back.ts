import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { assertBaseFree } from '../workspace/base-branch.js';
import { abandonedEditsRef, candidateRef, changeRefs, refExists } from '../workspace/commits.js';
import type { Head } from '../workspace/repository.js';
import { headOf } from '../workspace/repository.js';
import { restoreWorktree } from '../workspace/restore.js';
import { leaveSessionBranch } from '../workspace/session-branch.js';
import { diffTrees, treeOf } from '../workspace/tree-diff.js';
import { resetUserIndex } from '../workspace/user-index.js';
import type { App } from './app.js';
import { renewIfGone } from './ensure-index.js';
import { rebuiltReason } from './rebuilt-rows.js';
import { branchName } from './report.js';
import { writeEdits } from './save-edits.js';
import { saveStaged } from './save-staged.js';
import { baseOf, leftAloneIn, workspaceOf } from './session-workspace.js';
import { unseenOf } from './unseen-of.js';
import { guardSizes } from './untracked-size.js';
import { userIndexOf } from './user-index-of.js';

/**
 * See that there is a way back from a session to what was before it.
 *
 * @returns HEAD, which is on the session's branch.
 * @throws Refusal `wrong_branch`, `git_busy`, `out_of_scope`, `dirty_worktree` or `internal`, with nothing touched.
 */
export async function assertWayBack(app: App, session: Session): Promise<Head> {
  const { repository } = workspaceOf(app, session);
  const head = await headOf(repository);
  if (head.branch !== session.branch) throw elsewhere(session, head);
  if (session.endReason === rebuiltReason) throw unknownState(session);
  await guardSizes(app, session);
  await assertBaseFree(repository, baseOf(session));
  if (await refExists(repository, candidateRef(session.id, 0))) return head;
  throw new Refusal(
    'internal',
    `What ${session.id} began with is no longer stored: its refs were pruned or deleted.`,
    `Nothing was touched. \`git switch\` leaves the branch by itself.`,
  );
}

function elsewhere(session: Session, head: Head): Refusal {
  const branch = branchName(session);
  return new Refusal(
    'wrong_branch',
    `${placeWords(head)} is checked out in ${session.root}, and not ${branch}.`,
    `Nothing was touched. To go back from the session, run \`git switch ${branch}\` first and call again.`,
  );
}

function unknownState({ id, startCommit }: Session): Refusal {
  return new Refusal(
    'internal',
    `The rows of ${id} were rebuilt: nobody knows any more what was there before it.`,
    `Nothing was touched. It began from ${startCommit.slice(0, 12)}; \`git switch\` leaves its branch.`,
  );
}

/** Whether HEAD is where it was before a session. */
export function isBackAt(base: Head, head: Head): boolean {
  if (base.branch !== undefined) return head.branch === base.branch;
  return head.branch === undefined && head.commit === base.commit;
}

/** What HEAD is on, for people. */
export function placeWords(head: Head): string {
  return head.branch?.replace('refs/heads/', '') ?? `the detached commit ${head.commit.slice(0, 12)}`;
}

/**
 * Bring files, index and HEAD back to what they were before a session that is marked as being abandoned. What stands
 * in the working directory and nowhere else is saved first. Files and index come first and HEAD last, so that it can be
 * done again after a kill as long as HEAD has not moved, and is done when it has.
 *
 * @returns the refs that hold what stood in the working directory.
 */
export async function goBack(app: App, session: Session, head: Head): Promise<readonly string[]> {
  await renewIfGone(app, session);
  const workspace = workspaceOf(app, session);
  const { repository } = workspace;
  const first = await treeOf(repository, candidateRef(session.id, 0));
  const saved = new Set<string>();
  const [last] = app.store.runs.recent(session.id, 1);
  const stagedRef = await saveStaged(app, session, {
    head: head.commit,
    known: [first, ...(last === undefined ? [] : [last.tree])],
    beside: abandonedEditsRef(session.id, new Date()),
  });
  if (stagedRef !== undefined) saved.add(stagedRef);
  await restoreWorktree({
    ...workspace,
    target: first,
    unseen: await unseenOf(app, session, 0),
    former: session.incumbentTree,
    isLeft: leftAloneIn(session),
    save: async (present, _, bytes) => {
      const ref = await holding(app, session, head, present, bytes);
      if (ref !== undefined) saved.add(ref);
    },
  });
  await resetUserIndex(repository, session.baseCommit, await userIndexOf(app, session));
  await leaveSessionBranch(repository, session.id, baseOf(session));
  return [...saved];
}

/**
 * Make what stands in the working directory reachable, if it is not yet.
 *
 * @returns the ref that holds it; undefined where it is committed.
 */
async function holding(
  app: App,
  session: Session,
  head: Head,
  present: string,
  bytes: string | undefined,
): Promise<string | undefined> {
  const { repository } = workspaceOf(app, session);
  const isLeft = leftAloneIn(session);
  const isIn = async (tree: string, run: number) =>
    (bytes === undefined || bytes === (await unseenOf(app, session, run))?.bytes) &&
    (await diffTrees(repository, tree, present)).every((change) => isLeft(change.path));
  const committed = [await treeOf(repository, head.commit), session.incumbentTree];
  for (const tree of committed) if (await isIn(tree, session.incumbent)) return undefined;
  const [last] = app.store.runs.recent(session.id, 1);
  if (last !== undefined && (await isIn(last.tree, last.number)))
    return candidateRef(session.id, last.number);
  const message = `Edits in the working directory when ${session.id} was abandoned\n`;
  const commit = await writeEdits(repository, { tree: present, parents: [head.commit], message }, bytes);
  const ref = abandonedEditsRef(session.id, new Date());
  await changeRefs(repository, 'save edits before going back', [{ ref, to: commit }]);
  return ref;
}

/** Store that the way back from a session is at its end, and how. */
export function arrive(
  app: App,
  session: Session,
  kind: string,
  data: Readonly<Record<string, unknown>>,
): void {
  const { abandoning: _, ...rest } = app.store.sessions.find(session.id) ?? session;
  app.store.transaction(() => {
    app.store.sessions.update(rest);
    app.store.events.insert({ sessionId: session.id, at: Date.now(), kind, data });
  });
}
