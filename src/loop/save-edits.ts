import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { changeRefs, laterEditsRef, type NewCommit, writeCommit } from '../workspace/commits.js';
import type { Repository } from '../workspace/repository.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';

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
  const commit = await writeEdits(repository, { tree, parents: [run.candidateCommit], message }, bytes);
  const ref = laterEditsRef(session.id, run.number, new Date());
  await changeRefs(repository, `save edits of run ${run.number}`, [{ ref, to: commit }]);
  return ref;
}

/** A commit of edits, with a parent more for `bytes`, as in {@link saveEdits}. */
export async function writeEdits(
  repository: Repository,
  edits: NewCommit,
  bytes: string | undefined,
): Promise<string> {
  const copies = bytes === undefined ? [] : [await copiesCommit(repository, bytes)];
  return writeCommit(repository, { ...edits, parents: [...edits.parents, ...copies] });
}

function copiesCommit(repository: Repository, tree: string): Promise<string> {
  const message = 'Files of the working directory whose bytes are not what git would write\n';
  return writeCommit(repository, { tree, parents: [], message });
}
