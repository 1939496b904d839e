import type { Session } from '../store/session.js';
import { abandonedEditsPrefix, abandonedEditsRef, laterEditsPrefix, readRefs } from '../workspace/commits.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';

/**
 * Refs of what stood in the working directory when a way back was begun that was cut off since.
 *
 * @param found those that going on with it has come upon.
 */
export async function savedOnTheWay(
  app: App,
  session: Session,
  found: readonly string[],
): Promise<readonly string[]> {
  const refs = await readRefs(workspaceOf(app, session).repository, laterEditsPrefix(session.id));
  const begun = abandonedEditsRef(session.id, new Date(session.abandoning ?? 0));
  // Their names end with the time, so those of a way back before this one come before it.
  const saved = [...refs.keys()].filter(
    (ref) => ref.startsWith(abandonedEditsPrefix(session.id)) && ref >= begun,
  );
  return [...new Set([...saved, ...found])];
}

/** Refs of what stood in the working directory when the last way back from a session came to its end. */
export function lastSaved(app: App, id: string): readonly string[] {
  const ways = ['abandoned', 'recovered'].flatMap((kind) => app.store.events.recent(id, kind, 10));
  const [last] = ways
    .filter(({ data }) => Array.isArray(data.saved))
    .sort((a, b) => b.at - a.at)
    .map(({ data }) => data.saved);
  return Array.isArray(last) ? last.map(String) : [];
}
