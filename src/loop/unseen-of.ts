import type { Session } from '../store/session.js';
import { displacedRef, readRefs } from '../workspace/commits.js';
import type { Unseen } from '../workspace/unseen.js';
import { readUnseenRecord } from '../workspace/unseen-record.js';
import type { App } from './app.js';
import { workspaceOf } from './session-workspace.js';

// A run's record never changes, so it is read once.
const known = new Map<string, Unseen>();
const mostKnown = 100;

/**
 * What the working directory held besides the tree of a run, when that was taken. A run has a record of its own where
 * that was something else than beside its incumbent's.
 */
export async function unseenOf(app: App, session: Session, run: number): Promise<Unseen | undefined> {
  const key = `${session.id} ${run}`;
  const found = known.get(key) ?? (await readRecordOf(app, session, run));
  if (found === undefined) return undefined;
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return found;
}

async function readRecordOf(app: App, session: Session, run: number): Promise<Unseen | undefined> {
  const commit = recordOf(app, session.id, run);
  return commit === undefined
    ? undefined
    : await readUnseenRecord(workspaceOf(app, session).repository, commit);
}

function recordOf(app: App, sessionId: string, run: number): string | undefined {
  const row = app.store.runs.find(sessionId, run);
  if (row === undefined || row.unseenCommit !== undefined || run === 0) return row?.unseenCommit;
  return recordOf(app, sessionId, row.incumbent);
}

/** What the directory held while a run is measured in it, and is to hold again. */
export async function displacedUnseen(app: App, session: Session): Promise<Unseen | undefined> {
  const { repository } = workspaceOf(app, session);
  const ref = displacedRef(session.id);
  const commit = (await readRefs(repository, ref)).get(ref);
  return commit === undefined ? undefined : readUnseenRecord(repository, commit);
}
