import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Isolation, Session } from '../store/session.js';
import { isCached } from '../workspace/module-names.js';
import { filePath, type PathBytes, toPathBytes } from '../workspace/path-bytes.js';
import { standingNames } from '../workspace/standing-names.js';
import type { App } from './app.js';
import { pinnedIn } from './session-workspace.js';

/** What stands in a place under names that a rule makes the evaluator's: a glob, or how modules are loaded. */
export async function judgingNames(app: App, session: Session, root: string): Promise<PathBytes[]> {
  const names = await found(app, session, root);
  return names.filter((path) => !isCached(path));
}

/** Those of them that did not stand there as the baseline found it. */
export async function newcomersIn(
  app: App,
  session: Session,
  isolation: Isolation,
  root: string,
): Promise<PathBytes[]> {
  const known = new Set(app.store.seals.ofKind(session.id, isolation).map(({ path }) => path));
  return (await judgingNames(app, session, root)).filter((path) => !known.has(path));
}

/**
 * Remove Python's bytecode of the evaluator's modules, which is read in place of their source and can say anything: the
 * next command makes it anew. What the baseline's own tree holds is sealed instead, and stays.
 */
export async function clearBytecode(
  app: App,
  session: Session,
  isolation: Isolation,
  root: string,
): Promise<void> {
  const held = app.store.seals.ofKind(session.id, isolation).filter(({ hash }) => hash !== undefined);
  const isHeld = new Set(held.map(({ path }) => path));
  const stale = (await found(app, session, root)).filter(
    (path) => isCached(path) && path.endsWith('.pyc') && !isHeld.has(path),
  );
  await removeFrom(root, stale);
}

export async function removeFrom(root: string, paths: readonly PathBytes[]): Promise<void> {
  await Promise.all(paths.map((path) => rm(filePath(root, path), { force: true })));
}

async function found(app: App, session: Session, root: string): Promise<PathBytes[]> {
  const { scope, config, prefix } = session;
  const names = await standingNames(root, {
    prefix,
    globs: [...config.protected, ...scope.globs],
    modules: scope.modules,
    // What is shared is the business of `pinned_inputs`, and what the server writes is nobody's.
    skipped: [...scope.share, toPathBytes(relative(session.root, app.home))],
  });
  return names.filter(pinnedIn(session));
}
