import { lstat } from 'node:fs/promises';
import type { Session } from '../store/session.js';
import { displayPath, filePath } from '../workspace/path-bytes.js';
import type { OutOfScopeFile } from '../workspace/scope.js';
import type { App } from './app.js';
import { newcomersIn } from './newcomers.js';
import { scopeOf } from './session-workspace.js';

/**
 * What stands under a name that is kept free for the evaluator although git ignores it: it is in no tree, but in the
 * user's own directory a runner reads it all the same. What the measure command writes there by itself is left out.
 */
export async function hiddenNames(app: App, session: Session): Promise<OutOfScopeFile[]> {
  if (session.isolation !== 'in-place') return [];
  const check = scopeOf(session);
  const own = new Set(session.outputs);
  const names = session.scope.reserved.filter(
    (path) => check(path) === 'pinned' && !own.has(displayPath(path)),
  );
  const isThere = await Promise.all(names.map((path) => isFile(filePath(session.root, path))));
  const newcomers = await newcomersIn(app, session, session.isolation, session.root);
  const found = [
    ...names.filter((_, at) => isThere[at]),
    ...newcomers.filter((path) => !own.has(displayPath(path))),
  ];
  return [...new Set(found)].map((path) => ({ path: displayPath(path), rule: 'pinned' }));
}

async function isFile(path: Buffer): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && !found.isDirectory();
}
