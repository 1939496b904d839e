import type { Run } from '../store/run.js';
import type { Session } from '../store/sessions.js';
import { indexRecord, overlay } from '../workspace/bystanders.js';
import { changeRefs, laterEditsRef, writeCommit } from '../workspace/commits.js';
import { displayPath } from '../workspace/path-bytes.js';
import { restoreWorktree, snapshotWithHidden } from '../workspace/restore.js';
import { takeSnapshot, trackOnly } from '../workspace/snapshot.js';
import { diffTrees } from '../workspace/tree-diff.js';
import type { App } from './app.js';
import { knownOutputs, type Outputs } from './outputs.js';
import type { Place } from './place.js';
import { workspaceOf } from './session-workspace.js';

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
  const swapTo = (tree: string) =>
    restore(app, session, run, tree, known, outputs, async (present) => {
      if (displaced === undefined) return;
      displaced = await withUncovered(app, session, displaced, present, tree);
      known.add(displaced);
      await saveEdits(app, session, run, displaced);
      app.store.runs.setDisplaced(run.sessionId, run.number, displaced);
    });

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
      const present = await takeSnapshot(repository, index);
      const changed = (await diffTrees(repository, tree, present)).map((change) => displayPath(change.path));
      const foreign = outputs.observe(changed);
      if (changed.length === 0) return [];
      if (changed.every(outputs.has)) known.add(present);
      await swapTo(tree);
      return foreign;
    },
    leave: async () => {
      if (displaced === undefined) return;
      await swapTo(displaced);
      await trackOnly(repository, index, run.tree);
      app.store.runs.setDisplaced(run.sessionId, run.number, undefined);
      displaced = undefined;
    },
  };
}

/**
 * Record what the directory holds, with ignored files that will have to make room for the incumbent's.
 *
 * @returns the tree that is to be put back.
 */
async function displace(app: App, session: Session, run: Run): Promise<string> {
  const { repository, index } = workspaceOf(app, session);
  const { bystanders } = session.scope;
  const target = session.incumbentTree;
  const present = await snapshotWithHidden({ repository, index, target, bystanders });
  if (present !== run.tree) await saveEdits(app, session, run, present);
  app.store.runs.setDisplaced(run.sessionId, run.number, present);
  return present;
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
  await restore(app, session, run, displacedTree, known, knownOutputs(session.outputs));
  const { repository, index } = workspaceOf(app, session);
  await trackOnly(repository, index, run.tree);
  app.store.runs.setDisplaced(run.sessionId, run.number, undefined);
}

async function restore(
  app: App,
  session: Session,
  run: Run,
  target: string,
  known: ReadonlySet<string>,
  outputs: Outputs,
  onUncovered: (present: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { repository, index, scratch } = workspaceOf(app, session);
  await restoreWorktree({
    repository,
    index,
    target,
    scratch,
    bystanders: session.scope.bystanders.filter((each) => !outputs.has(displayPath(each.path))),
    save: async (present, isUncovered) => {
      if (known.has(present)) return;
      await saveEdits(app, session, run, present);
      if (isUncovered) await onUncovered(present);
    },
  });
}

/**
 * Make a tree that nobody has seen yet reachable for good.
 *
 * @returns the ref that holds it.
 */
export async function saveEdits(app: App, session: Session, run: Run, tree: string): Promise<string> {
  const { repository } = workspaceOf(app, session);
  const message = `Edits in the working directory after run ${run.number} was measured\n`;
  const commit = await writeCommit(repository, { tree, parents: [run.candidateCommit], message });
  const ref = laterEditsRef(session.id, run.number, new Date());
  await changeRefs(repository, `save edits of run ${run.number}`, [{ ref, to: commit }]);
  return ref;
}
