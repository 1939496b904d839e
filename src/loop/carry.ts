import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { divideChanges } from '../workspace/free-changes.js';
import { displayPath, type PathBytes } from '../workspace/path-bytes.js';
import { restoreWorktree, withObstacles } from '../workspace/restore.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { diffTrees, type TreeChange } from '../workspace/tree-diff.js';
import type { App } from './app.js';
import { saveEdits } from './save-edits.js';
import { leftAloneIn, workspaceOf } from './session-workspace.js';
import { unseenOf } from './unseen-of.js';

/** Log status of a run that was closed because a person has accepted it: its candidate stays where it stands. */
export const closedByAccept = 'accepted';

/** The difference between two trees that a log brings into a directory which may hold edits of something else. */
export interface Carry {
  readonly from: string;
  readonly to: string;
  /** Number of the run whose tree `to` is. */
  readonly run: number;
}

/** What such a difference comes to in the directory as it is. */
export interface CarryPlan {
  /** Paths that stand as `from` has them: they are to be written. */
  readonly paths: readonly PathBytes[];
  /** Changes that stay out, since their paths were edited here, too. */
  readonly conflicts: readonly TreeChange[];
  /** What will differ from `to` all the same. */
  readonly edited: readonly string[];
}

/**
 * What logging a run carries into the directory; undefined where its candidate was taken from there. One that was
 * discarded before is gone from it, and one that was measured again at a person's word need never have been there.
 */
export function carryOf(app: App, session: Session, run: Run, keeps: boolean): Carry | undefined {
  const { incumbentTree } = session;
  if (keeps) {
    const mayBeGone = run.accepts !== undefined || run.outcome === 'discarded';
    return mayBeGone ? { from: incumbentTree, to: run.tree, run: run.number } : undefined;
  }
  if (run.accepts === undefined) return undefined;
  const first = app.store.runs.find(session.id, run.accepts);
  const isStanding = first?.log?.status === closedByAccept;
  return { from: isStanding ? run.tree : incumbentTree, to: incumbentTree, run: session.incumbent };
}

/** See which paths of a difference can be carried without touching what somebody has edited. */
export async function planCarry(
  app: App,
  session: Session,
  { from, to }: Carry,
  seen: Snapshot,
): Promise<CarryPlan> {
  const workspace = workspaceOf(app, session);
  const { repository } = workspace;
  const isLeft = leftAloneIn(session);
  const request = { ...workspace, target: to, former: from, isLeft };
  const present = from === to ? seen : await withObstacles(request, seen);
  const missing = (await diffTrees(repository, present.tree, to)).map((change) => change.path);
  const isMissing = new Set(missing);
  const changes = (await diffTrees(repository, from, to)).filter(
    (change) => isMissing.has(change.path) && !isLeft(change.path),
  );
  const { free, edited } = divideChanges(changes, await diffTrees(repository, from, present.tree));
  const paths = free.map((change) => change.path);
  const isCarried = new Set(paths);
  return {
    paths,
    conflicts: edited,
    edited: missing.filter((path) => !isCarried.has(path)).map(displayPath),
  };
}

/**
 * Write paths of a difference into the directory, and look at no others. Doing it twice changes nothing.
 *
 * @param seen what the plan was made from; absent after a kill.
 * @returns the ref under which was saved what somebody wrote there since, if anybody did.
 */
export async function carryPaths(
  app: App,
  session: Session,
  run: Run,
  { from, to, run: of }: Carry,
  paths: readonly PathBytes[],
  seen?: Snapshot,
): Promise<string | undefined> {
  if (paths.length === 0) return undefined;
  const workspace = workspaceOf(app, session);
  const { repository } = workspace;
  const isCarried = new Set(paths);
  const differing = async (tree: string, other: string) =>
    new Set((await diffTrees(repository, tree, other)).map((change) => change.path));
  let savedRef: string | undefined;
  await restoreWorktree({
    ...workspace,
    target: to,
    unseen: await unseenOf(app, session, of),
    former: from,
    ...(seen === undefined ? {} : { present: seen }),
    isLeft: (path) => !isCarried.has(path),
    save: async (present, _, bytes) => {
      const [isEdited, isMissing] = [await differing(from, present), await differing(present, to)];
      if (paths.some((path) => isEdited.has(path) && isMissing.has(path)))
        savedRef = await saveEdits(app, session, run, present, bytes);
    },
  });
  return savedRef;
}
