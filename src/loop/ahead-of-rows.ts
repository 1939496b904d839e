import type { Session } from '../store/session.js';
import type { Store } from '../store/store.js';
import { candidateRef, readRefs, refExists } from '../workspace/commits.js';
import type { Repository } from '../workspace/repository.js';
import { commitsBehind } from '../workspace/session-history.js';
import type { App } from './app.js';
import { readTrailers } from './commit-trailers.js';
import { runId } from './ids.js';
import { workspaceOf } from './session-workspace.js';

/**
 * What a repository has of a session that its rows do not know: they are older where a backup of the database was put back,
 * or where its last pages were lost. What such rows say of an unfinished step is not to be believed.
 *
 * @param tip the commit of the session's branch.
 * @returns a run that is there, in words; undefined where rows and repository go together.
 */
export async function aheadOfRows(
  store: Store,
  repository: Repository,
  session: Session,
  tip: string,
): Promise<string | undefined> {
  const next = store.runs.nextNumber(session.id);
  const isThere = await refExists(repository, candidateRef(session.id, next));
  // The row comes before the ref; another server may have stored both meanwhile.
  if (isThere && store.runs.find(session.id, next) === undefined) return runId(session.id, next);
  if (tip === session.incumbentCommit) return undefined;
  const since = await commitsBehind(repository, [tip], [session.incumbentCommit]);
  for (const { commit, message } of since) {
    const trailers = readTrailers(message);
    if (trailers?.session !== session.id) continue;
    const run = store.runs.find(session.id, trailers.run);
    // A keep that is being done has moved the branch before it says so.
    const isKnown = run?.outcome === 'kept' || run?.intention?.commit === commit;
    if (!isKnown) return runId(session.id, trailers.run);
  }
  return undefined;
}

/** Whether a session that is being started, by its row, has gone on since: its branch is at its first commit until then. */
export async function hasGoneOn(app: App, session: Session): Promise<boolean> {
  const { repository } = workspaceOf(app, session);
  const refs = await readRefs(repository, session.branch);
  const tip = refs.get(session.branch);
  if (tip === undefined) return false;
  return (
    tip !== session.startCommit || (await aheadOfRows(app.store, repository, session, tip)) !== undefined
  );
}
