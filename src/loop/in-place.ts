import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { indexRecord, overlay, presentBystanders } from '../workspace/bystanders.js';
import { changeRefs, laterEditsRef, writeCommit } from '../workspace/commits.js';
import { lookAt } from '../workspace/look.js';
import { displayPath } from '../workspace/path-bytes.js';
import type { Repository } from '../workspace/repository.js';
import { type RestoreRequest, restoreWorktree, withObstacles } from '../workspace/restore.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { diffTrees } from '../workspace/tree-diff.js';
import { type Unseen, updateUnseen } from '../workspace/unseen.js';
import type { App } from './app.js';
import { knownOutputs, type Outputs } from './outputs.js';
import type { Place } from './place.js';
import { leftAloneIn, workspaceOf } from './session-workspace.js';
import { displacedUnseen, recordUnseen, unseenOf } from './unseen-of.js';

/**
 * The user's own directory, for one run. What is to be put back is in the database before the first file changes, so
 * that a kill at any moment leaves enough to put it back.
 *
 * @param outputs paths that the command itself writes: changes there are undone without a word.
 */
export function inPlace(app: App, session: Session, run: Run, outputs: Outputs): Place {
  const { repository, index } = workspaceOf(app, session);
  const known = new Set([run.tree, session.incumbentTree]);
  let displaced: string | undefined;
  let former = run.tree;
  const swapTo = async (tree: string, present?: Snapshot) => {
    const unseen =
      tree === displaced ? await displacedUnseen(app, session) : await besides(app, session, run, tree);
    const trees = { target: tree, unseen, former, ...(present === undefined ? {} : { present }) };
    former = tree;
    return restore(app, session, run, trees, known, outputs, async (uncovered) => {
      if (displaced === undefined) return;
      displaced = await withUncovered(app, session, displaced, uncovered, tree);
      known.add(displaced);
      await saveEdits(app, session, run, displaced);
      app.store.runs.setDisplaced(run.sessionId, run.number, displaced);
    });
  };

  return {
    isolation: 'in-place',
    enter: async (tree) => {
      if (displaced === undefined) {
        displaced = await displace(app, session, run);
        known.add(displaced);
      }
      known.add(tree);
      await swapTo(tree);
      return `${repository.root}/${repository.prefix}`;
    },
    settle: async (tree) => {
      const present = await lookAt(repository, index, tree, former);
      const changed = present.changes.map((change) => displayPath(change.path));
      const foreign = outputs.observe(changed);
      if (changed.length === 0) return [];
      if (changed.every(outputs.has)) known.add(present.tree);
      await swapTo(tree, present);
      return foreign;
    },
    leave: async () => {
      if (displaced === undefined) return;
      await swapTo(displaced);
      app.store.runs.setDisplaced(run.sessionId, run.number, undefined);
      displaced = undefined;
    },
    tidy: () => Promise.resolve(),
  };
}

/** What the directory held besides a tree: it is known of those that were snapshots, and not of what is made of them. */
async function besides(app: App, session: Session, run: Run, tree: string): Promise<Unseen | undefined> {
  if (tree === run.tree) return await unseenOf(app, session, run.number);
  return tree === session.incumbentTree ? await unseenOf(app, session, session.incumbent) : undefined;
}

/**
 * Record what the directory holds, with ignored files that will have to make room for the incumbent's.
 *
 * @returns the tree that is to be put back.
 */
async function displace(app: App, session: Session, run: Run): Promise<string> {
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
  const change = await recordUnseen(app, session, 'displaced', unseen);
  await changeRefs(workspace.repository, `swap files for run ${run.number}`, [change]);
  if (tree !== run.tree) await saveEdits(app, session, run, tree, unseen?.bytes);
  app.store.runs.setDisplaced(run.sessionId, run.number, tree);
  return tree;
}

/**
 * What is to be put back, with the files that nothing but the candidate's own rules ignored: they come to light, and
 * have to go, as soon as the incumbent's rules are in place.
 */
async function withUncovered(
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

/** Give the user's directory back what it held before a run was measured in it, after a kill. */
export async function putBack(app: App, session: Session, run: Run, displacedTree: string): Promise<void> {
  const known = new Set([displacedTree, session.incumbentTree]);
  const unseen = await displacedUnseen(app, session);
  await restore(
    app,
    session,
    run,
    { target: displacedTree, unseen, former: session.incumbentTree },
    known,
    knownOutputs(session.outputs),
  );
  app.store.runs.setDisplaced(run.sessionId, run.number, undefined);
}

async function restore(
  app: App,
  session: Session,
  run: Run,
  trees: Pick<RestoreRequest, 'target' | 'unseen' | 'former' | 'present'>,
  known: ReadonlySet<string>,
  outputs: Outputs,
  onUncovered: (present: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const workspace = workspaceOf(app, session);
  const { repository } = workspace;
  // One that is gone was deleted by the command: what the user has written since cannot be in it.
  const standing = await presentBystanders(repository, session.scope.bystanders);
  const isLeft = leftAloneIn(session, standing);
  await restoreWorktree({
    ...workspace,
    ...trees,
    isLeft: (path) => isLeft(path) && !outputs.has(displayPath(path)),
    save: async (present, isUncovered, bytes) => {
      if (known.has(present)) return;
      await saveEdits(app, session, run, present, bytes);
      if (isUncovered) await onUncovered(present);
    },
  });
}

/**
 * Make a tree that nobody has seen yet reachable for good.
 *
 * @param bytes of its files whose bytes are not what git would write; where there are any, they are in the second parent.
 * @returns the ref that holds it.
 */
export async function saveEdits(
  app: App,
  session: Session,
  run: Run,
  tree: string,
  bytes?: string,
): Promise<string> {
  const { repository } = workspaceOf(app, session);
  const message = `Edits in the working directory after run ${run.number} was measured\n`;
  const parents = [
    run.candidateCommit,
    ...(bytes === undefined ? [] : [await copiesCommit(repository, bytes)]),
  ];
  const commit = await writeCommit(repository, { tree, parents, message });
  const ref = laterEditsRef(session.id, run.number, new Date());
  await changeRefs(repository, `save edits of run ${run.number}`, [{ ref, to: commit }]);
  return ref;
}

function copiesCommit(repository: Repository, tree: string): Promise<string> {
  const message = 'Files of the working directory whose bytes are not what git would write\n';
  return writeCommit(repository, { tree, parents: [], message });
}
