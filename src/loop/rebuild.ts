import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { displayPath } from '../workspace/path-bytes.js';
import { openRepository, type Repository } from '../workspace/repository.js';
import { branchesWith, sessionBranches, sessionRefs } from '../workspace/session-refs.js';
import { diffTrees } from '../workspace/tree-diff.js';
import type { App } from './app.js';
import { advanced, caughtUp, overtaken } from './caught-up-rows.js';
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
  /** How many runs had rows that were older than the repository. */
  readonly caughtUp: number;
}

/**
 * Make rows for what a repository tells of sessions and runs that have none, and bring those up to date that are older than
 * it. Others stay as they are: doing it twice adds nothing. The journal has an event `rebuilt` for each session,
 * `end_reason` says it of a session, and its result of a run.
 *
 * @throws Refusal `not_a_repository`
 */
export async function rebuildRepository(app: App, directory: string): Promise<Rebuilt> {
  const repository = { ...(await openRepository(directory)), prefix: '' };
  const refs = await sessionRefs(repository);
  const ids = new Set([...refs.map(({ session }) => session), ...(await sessionBranches(repository))]);
  const sessions: string[] = [];
  let runs = 0;
  let older = 0;
  for (const id of ids) {
    const isNew = app.store.sessions.find(id) === undefined;
    const rebuilt = await withSession(app, id, () => rebuildSession(app, repository, id));
    runs += rebuilt.made;
    older += rebuilt.caughtUp;
    if (isNew && rebuilt.made > 0) sessions.push(id);
  }
  return { root: repository.root, sessions, runs, caughtUp: older };
}

/** @returns how many runs got a row, and how many an up-to-date one. */
async function rebuildSession(app: App, repository: Repository, id: string) {
  const none = { made: 0, caughtUp: 0 };
  const traces = await tracesOf(repository, id);
  if (traces === undefined) return none;
  const rowOf = (run: number) => app.store.runs.find(id, run);
  const present = app.store.sessions.find(id);
  const missing = traces.runs.filter(({ number }) => rowOf(number) === undefined);
  const late = overtaken(traces, rowOf);
  if (missing.length + late.length === 0) return none;
  const session = present ?? rebuiltSession(repository, traces, await baseOf(repository, traces));
  const rebuild = (trace: RunTrace) => runOf(app, repository, session, traces, trace);
  const runs: Run[] = [];
  for (const trace of missing) runs.push(await rebuild(trace));
  const updated: Run[] = [];
  for (const trace of late) {
    const row = rowOf(trace.number);
    if (row !== undefined) updated.push(caughtUp(row, await rebuild(trace)));
  }
  const last = lastKept(traces.runs);
  const isNews = last !== undefined && [...missing, ...late].includes(last);
  app.store.transaction(() => {
    if (present === undefined) app.store.sessions.insert(session);
    for (const run of runs) app.store.runs.insert(run);
    for (const run of updated) app.store.runs.update(run);
    if (present !== undefined) app.store.sessions.update(advanced(present, isNews ? last : undefined));
    const [made, older] = [runs, updated].map((some) => some.map(({ number }) => number));
    const data = { session: present === undefined, runs: made, older };
    app.store.events.insert({ sessionId: id, at: Date.now(), kind: 'rebuilt', data });
  });
  return { made: runs.length, caughtUp: updated.length };
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
