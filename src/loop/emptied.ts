import type { Session } from '../store/session.js';
import { editableFiles, emptiedTree } from '../workspace/emptied-tree.js';
import { diffTrees } from '../workspace/tree-diff.js';
import type { TreeFile } from '../workspace/tree-files.js';
import type { App } from './app.js';
import { scopeOf, workspaceOf } from './session-workspace.js';

/** The baseline with every file that a candidate may change emptied; undefined when there is no such file. */
export async function emptiedBaseline(app: App, session: Session): Promise<string | undefined> {
  const { repository } = workspaceOf(app, session);
  const files = await editableFiles(repository, session.incumbentTree, scopeOf(session));
  return emptied(app, session, session.incumbentTree, files);
}

/** A candidate with the files that it changed emptied; undefined when it only deletes. */
export async function emptiedCandidate(
  app: App,
  session: Session,
  tree: string,
): Promise<string | undefined> {
  const changes = await diffTrees(workspaceOf(app, session).repository, session.incumbentTree, tree);
  const files = changes
    .filter((change) => change.newMode.startsWith('100'))
    .map(({ path, newMode, newId }) => ({ path, mode: newMode, id: newId }));
  return emptied(app, session, tree, files);
}

async function emptied(
  app: App,
  session: Session,
  tree: string,
  files: readonly TreeFile[],
): Promise<string | undefined> {
  if (files.length === 0) return undefined;
  const { repository, scratch } = workspaceOf(app, session);
  return await emptiedTree(repository, tree, files, scratch);
}
