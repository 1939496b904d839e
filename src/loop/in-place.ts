import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { presentBystanders } from '../workspace/bystanders.js';
import { lookAt } from '../workspace/look.js';
import { displayPath } from '../workspace/path-bytes.js';
import { headOf } from '../workspace/repository.js';
import { type RestoreRequest, restoreWorktree } from '../workspace/restore.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Unseen } from '../workspace/unseen.js';
import type { App } from './app.js';
import { displace, withUncovered } from './displace.js';
import { headWentTo, whereLeft } from './head-elsewhere.js';
import { knownOutputs, type Outputs } from './outputs.js';
import type { Place } from './place.js';
import { RunStopped } from './run-stopped.js';
import { saveEdits } from './save-edits.js';
import { noteSavedEdits } from './saved-edits.js';
import { leftAloneIn, workspaceOf } from './session-workspace.js';
import { displacedUnseen, unseenOf } from './unseen-of.js';

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
  let head: string | undefined;
  let held: Unseen | undefined;
  let former = run.tree;
  const assertHere = async () => {
    const gone = await headWentTo(app, session, head);
    if (gone === undefined) return;
    const left = whereLeft({ ...run, ...(displaced === undefined ? {} : { displacedTree: displaced }) });
    displaced = undefined;
    app.store.runs.clearDisplaced(run.sessionId, run.number);
    throw headMoved(gone, left);
  };
  const swapTo = async (tree: string, present?: Snapshot) => {
    const unseen = tree === displaced ? held : await besides(app, session, run, tree, held);
    const trees = { target: tree, unseen, former, ...(present === undefined ? {} : { present }) };
    former = tree;
    const onUncovered = async (uncovered: string) => {
      if (displaced === undefined || head === undefined) return;
      displaced = await withUncovered(app, session, displaced, uncovered, tree);
      known.add(displaced);
      await saveEdits(app, session, run, displaced);
      app.store.runs.setDisplaced(run.sessionId, run.number, displaced, head);
    };
    return restore(app, session, run, trees, known, outputs, { assertHere, onUncovered });
  };

  return {
    isolation: 'in-place',
    enter: async (tree) => {
      if (displaced === undefined) {
        await assertHere();
        head = (await headOf(repository)).commit;
        ({ tree: displaced, unseen: held } = await displace(app, session, run, head));
        known.add(displaced);
      }
      known.add(tree);
      await swapTo(tree);
      return `${repository.root}/${repository.prefix}`;
    },
    settle: async (tree, command) => {
      const present = await lookAt(repository, index, tree, former);
      // What was measured may be somebody else's, even where nothing has to be put right.
      await assertHere();
      const changed = present.changes.map((change) => displayPath(change.path));
      const foreign =
        command === 'measured' ? outputs.observe(changed) : changed.filter((path) => !outputs.has(path));
      if (changed.length === 0) return [];
      if (changed.every(outputs.has)) known.add(present.tree);
      await swapTo(tree, present);
      return foreign;
    },
    leave: async () => {
      if (displaced === undefined) return;
      await swapTo(displaced);
      app.store.runs.clearDisplaced(run.sessionId, run.number);
      displaced = undefined;
    },
    tidy: () => Promise.resolve(),
  };
}

/**
 * What the directory held besides a tree: it is known of those that were snapshots, and not of what is made of them.
 *
 * @param held what it is to hold in the end: no other directory is made for the time being.
 */
async function besides(
  app: App,
  session: Session,
  run: Run,
  tree: string,
  held: Unseen | undefined,
): Promise<Unseen | undefined> {
  if (tree !== run.tree && tree !== session.incumbentTree) return undefined;
  const unseen = await unseenOf(app, session, tree === run.tree ? run.number : session.incumbent);
  return unseen && { ...unseen, directories: held?.directories ?? [] };
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
  app.store.runs.clearDisplaced(run.sessionId, run.number);
}

/** What becomes of a run under which HEAD was moved: whoever did it owns what stands in the directory. */
function headMoved(gone: string, left: string): RunStopped {
  const reason = `HEAD was moved while files were measured in this directory (${gone}), so no file was touched since: ${left}.`;
  return new RunStopped('interrupted', reason);
}

interface Hooks {
  /** Throws where HEAD has been moved. Called between the last look at the directory and the first change. */
  readonly assertHere?: () => Promise<void>;
  readonly onUncovered?: (present: string) => Promise<void>;
}

async function restore(
  app: App,
  session: Session,
  run: Run,
  trees: Pick<RestoreRequest, 'target' | 'unseen' | 'former' | 'present'>,
  known: ReadonlySet<string>,
  outputs: Outputs,
  { assertHere, onUncovered }: Hooks = {},
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
      await assertHere?.();
      if (known.has(present)) return;
      noteSavedEdits(app, run, await saveEdits(app, session, run, present, bytes));
      if (isUncovered) await onUncovered?.(present);
    },
  });
}
