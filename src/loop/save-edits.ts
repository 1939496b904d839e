import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { changeRefs, laterEditsRef, writeCommit } from '../workspace/commits.js';
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
