import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { displayPath } from '../workspace/path-bytes.js';
import { openRepository, type Repository } from '../workspace/repository.js';
import { branchesWith, sessionBranches, sessionRefs } from '../workspace/session-refs.js';
import { diffTrees } from '../workspace/tree-diff.js';
import type { App } from './app.js';
import { withSession } from './lock.js';
import { lastKept, rebuiltRun, rebuiltSession } from './rebuilt-rows.js';
import { type RunTrace, type SessionTraces, tracesOf } from './session-traces.js';

/** What was rebuilt of a repository. */
export interface Rebuilt {
  readonly root: string;
  /** Ids of sessions that had no row. */
  readonly sessions: readonly string[];
  /** How many runs had none. */
  readonly runs: number;
}

/**
 * Make rows for what a repository tells of sessions and runs that have none. Rows that are there stay as they are: doing
 * it twice adds nothing. The journal has an event `rebuilt` for each session, `end_reason` says it of a session, and its
 * result of a run.
 *
 * @throws Refusal `not_a_repository`
 */
export async function rebuildRepository(app: App, directory: string): Promise<Rebuilt> {
  const repository = { ...(await openRepository(directory)), prefix: '' };
  const refs = await sessionRefs(repository);
  const ids = new Set([...refs.map(({ session }) => session), ...(await sessionBranches(repository))]);
  const sessions: string[] = [];
  let runs = 0;
  for (const id of ids) {
    const isNew = app.store.sessions.find(id) === undefined;
    const count = await withSession(app, id, () => rebuildSession(app, repository, id));
    runs += count;
    if (isNew && count > 0) sessions.push(id);
  }
  return { root: repository.root, sessions, runs };
}

async function rebuildSession(app: App, repository: Repository, id: string): Promise<number> {
  const traces = await tracesOf(repository, id);
  if (traces === undefined) return 0;
  const present = app.store.sessions.find(id);
  const missing = traces.runs.filter(({ number }) => app.store.runs.find(id, number) === undefined);
  if (missing.length === 0) return 0;
  const session = present ?? rebuiltSession(repository, traces, await baseOf(repository, traces));
  const runs: Run[] = [];
  for (const trace of missing) runs.push(await runOf(app, repository, session, traces, trace));
  app.store.transaction(() => {
    if (present === undefined) app.store.sessions.insert(session);
    for (const run of runs) app.store.runs.insert(run);
    if (present !== undefined) app.store.sessions.update(advanced(present, missing));
    const data = { session: present === undefined, runs: runs.map(({ number }) => number) };
    app.store.events.insert({ sessionId: id, at: Date.now(), kind: 'rebuilt', data });
  });
  return runs.length;
}

/** A branch that the session may have begun from, if there is but one. */
async function baseOf(repository: Repository, traces: SessionTraces): Promise<string | undefined> {
  const all = await branchesWith(repository, traces.startCommit);
  const [first, second] = all.filter((ref) => !ref.startsWith('refs/heads/autoresearch/'));
  return second === undefined ? first : undefined;
}

async function runOf(
  app: App,
  repository: Repository,
  session: Session,
  traces: SessionTraces,
  trace: RunTrace,
): Promise<Run> {
  const [parent] = trace.kept?.commit.parents ?? trace.candidate.parents;
  const before = traces.runs.find(({ kept }) => kept?.commit.commit === parent);
  const incumbent = before ?? traces.runs.find(({ number }) => number === 0);
  const from = incumbent?.candidate.tree ?? trace.candidate.tree;
  const changes = await diffTrees(repository, from, trace.candidate.tree);
  const files = changes.map(({ path }) => displayPath(path));
  return rebuiltRun(app, session, trace, incumbent?.number ?? 0, files);
}

/** A session that has lost its last runs: what was kept last is its incumbent. */
function advanced(session: Session, missing: readonly RunTrace[]): Session {
  const last = lastKept(missing);
  if (last?.kept === undefined || last.number <= session.incumbent) return session;
  return {
    ...session,
    incumbent: last.number,
    incumbentTree: last.candidate.tree,
    incumbentCommit: last.kept.commit.commit,
  };
}
