import type { Session } from '../store/session.js';
import { exists } from '../workspace/exists.js';
import { renewPrivateIndex } from '../workspace/renew-index.js';
import { writeExcludes } from '../workspace/snapshot.js';
import type { App } from './app.js';
import { homeBelow, ignoreRules } from './ignore-rules.js';
import { withSession } from './lock.js';
import { workspaceOf } from './session-workspace.js';

/** As {@link renewIfGone}, when nobody else works on the session. */
export async function ensureIndex(app: App, session: Session): Promise<void> {
  if (await isThere(app, session)) return;
  await withSession(app, session.id, () => renewIfGone(app, session));
}

/**
 * Make the private index and the ignore rules of a session anew where they are gone: of a home that was put together from a
 * backup there is only the database. Nobody else may be working on the session.
 */
export async function renewIfGone(app: App, session: Session): Promise<void> {
  if (await isThere(app, session)) return;
  const { repository, index, skipped } = workspaceOf(app, session);
  const others = [...homeBelow(app.home, repository), ...session.scope.ignored];
  await writeExcludes(repository, index, ignoreRules(session.prefix, session.config.ignore, others));
  await renewPrivateIndex(repository, index, session.incumbentTree, skipped);
}

async function isThere(app: App, session: Session): Promise<boolean> {
  const { index } = workspaceOf(app, session);
  const found = await Promise.all([index.excludesPath, index.path].map(exists));
  return found.every(Boolean);
}
