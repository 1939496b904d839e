import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { indexRecord, overlay } from '../workspace/bystanders.js';
import { changeRefs, displacedRef } from '../workspace/commits.js';
import { withObstacles } from '../workspace/restore.js';
import { diffTrees } from '../workspace/tree-diff.js';
import { type Unseen, updateUnseen } from '../workspace/unseen.js';
import { writeUnseen } from '../workspace/unseen-record.js';
import type { App } from './app.js';
import { saveEdits } from './save-edits.js';
import { leftAloneIn, workspaceOf } from './session-workspace.js';
import { unseenOf } from './unseen-of.js';

/** What the user's directory held before a run was measured in it. */
interface Displaced {
  readonly tree: string;
  readonly unseen: Unseen | undefined;
}

/**
 * Record what the directory holds, with ignored files that will have to make room for the incumbent's.
 *
 * @param head commit that is checked out.
 * @returns what is to be put back.
 */
export async function displace(app: App, session: Session, run: Run, head: string): Promise<Displaced> {
  const workspace = workspaceOf(app, session);
  const { tree } = await withObstacles({
    ...workspace,
    target: session.incumbentTree,
    former: run.tree,
    isLeft: leftAloneIn(session),
  });
  const before = await unseenOf(app, session, run.number);
  const changes = await diffTrees(workspace.repository, run.tree, tree);
  const unseen = before && (await updateUnseen(workspace, before, changes));
  const record = unseen && (await writeUnseen(workspace.repository, unseen));
  const change = { ref: displacedRef(session.id), ...(record === undefined ? {} : { to: record }) };
  await changeRefs(workspace.repository, `swap files for run ${run.number}`, [change]);
  if (tree !== run.tree) await saveEdits(app, session, run, tree, unseen?.bytes);
  app.store.runs.setDisplaced(run.sessionId, run.number, tree, head);
  return { tree, unseen };
}

/**
 * What is to be put back, with the files that nothing but the candidate's own rules ignored: they come to light, and
 * have to go, as soon as the incumbent's rules are in place.
 */
export async function withUncovered(
  app: App,
  session: Session,
  displaced: string,
  present: string,
  target: string,
): Promise<string> {
  const { repository, scratch } = workspaceOf(app, session);
  const isGoing = new Set((await diffTrees(repository, present, target)).map((change) => change.path));
  const added = (await diffTrees(repository, displaced, present)).filter(
    (change) => change.kind === 'added' && isGoing.has(change.path),
  );
  const records = added.map(({ path, newMode, newId }) => indexRecord(path, { mode: newMode, id: newId }));
  return overlay(repository, displaced, records, scratch);
}
