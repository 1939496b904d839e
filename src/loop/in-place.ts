import type { Run } from '../store/run.js';
import type { Session } from '../store/sessions.js';
import { presentBystanders } from '../workspace/bystanders.js';
import { changeRefs, laterEditsRef, writeCommit } from '../workspace/commits.js';
import { displayPath } from '../workspace/path-bytes.js';
import { restoreWorktree } from '../workspace/restore.js';
import { takeSnapshot } from '../workspace/snapshot.js';
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
  let isDisplaced = false;
  const swapTo = (tree: string) => restore(app, session, run, tree, known, outputs);

  return {
    isolation: 'in-place',
    enter: async (tree) => {
      if (!isDisplaced) app.store.runs.setDisplaced(run.sessionId, run.number, run.tree);
      isDisplaced = true;
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
      if (!isDisplaced) return;
      await swapTo(run.tree);
      app.store.runs.setDisplaced(run.sessionId, run.number, undefined);
      isDisplaced = false;
    },
  };
}

/** Give the user's directory back what it held before a run was measured in it, after a kill. */
export async function putBack(app: App, session: Session, run: Run, displacedTree: string): Promise<void> {
  const known = new Set([displacedTree, session.incumbentTree]);
  await restore(app, session, run, displacedTree, known, knownOutputs(session.outputs));
  app.store.runs.setDisplaced(run.sessionId, run.number, undefined);
}

async function restore(
  app: App,
  session: Session,
  run: Run,
  target: string,
  known: ReadonlySet<string>,
  outputs: Outputs,
): Promise<void> {
  const { repository, index, scratch } = workspaceOf(app, session);
  // One that is gone was deleted by the command: what the user has written since cannot be in it.
  const standing = await presentBystanders(repository, session.scope.bystanders);
  await restoreWorktree({
    repository,
    index,
    target,
    scratch,
    bystanders: standing.filter((each) => !outputs.has(displayPath(each.path))),
    save: async (present) => {
      if (!known.has(present)) await saveEdits(app, session, run, present);
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
