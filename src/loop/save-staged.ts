import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { changeRefs, laterEditsRef, stagedRef, writeCommit } from '../workspace/commits.js';
import { takeSnapshot } from '../workspace/snapshot.js';
import { idsIn, stagedIds, stagedTree } from '../workspace/staged-tree.js';
import { isAsLeft } from '../workspace/user-index.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';

/** Whose index is about to be brought to another commit. */
interface Staging {
  /** HEAD, or what it was. */
  readonly head: string;
  /** Commits and trees that stay reachable, besides the incumbent. */
  readonly known: readonly string[];
  /** The ref of edits that are saved at the same time, whether there are any or not. */
  readonly beside: string;
}

/**
 * Make what somebody has staged reachable, where it is nowhere else: neither committed, nor in the working directory, nor
 * staged since before the session. Mostly nobody has, and then one look at the index's times is all.
 *
 * @returns the ref that holds the index as a tree; undefined where nothing would be lost.
 */
export async function saveStaged(
  app: App,
  session: Session,
  { head, known, beside }: Staging,
): Promise<string | undefined> {
  const workspace = workspaceOf(app, session);
  const { repository, index } = workspace;
  if (await isAsLeft(repository)) return undefined;
  const staged = await stagedIds(repository, head);
  if (staged.length === 0) return undefined;
  const { tree: present } = await takeSnapshot(repository, index);
  const trees = [present, session.incumbentTree, session.incumbentCommit, session.baseCommit, ...known];
  const elsewhere = await idsIn(repository, head, trees);
  const before = new Set(session.scope.bystanders.map((each) => each.staged?.id));
  if (staged.every((id) => elsewhere.has(id) || before.has(id))) return undefined;
  const tree = await stagedTree(workspace);
  const message = `What was staged in ${session.id} and nowhere else\n`;
  const commit = await writeCommit(repository, { tree, parents: [head], message });
  const ref = stagedRef(beside);
  await changeRefs(repository, 'save what was staged', [{ ref, to: commit }]);
  return ref;
}

/** As {@link saveStaged}, before a run is kept or discarded. */
export function saveStagedOf(
  app: App,
  session: Session,
  run: Run,
  head: string,
): Promise<string | undefined> {
  const { intention } = run;
  const written = [intention?.head, intention?.commit].filter((commit) => commit !== undefined);
  const beside = laterEditsRef(session.id, run.number, new Date());
  return saveStaged(app, session, { head, known: [run.tree, ...written], beside });
}
