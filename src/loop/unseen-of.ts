import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../store/session.js';
import { type RefChange, readRefs, unseenRef } from '../workspace/commits.js';
import type { Unseen } from '../workspace/unseen.js';
import { readUnseenRecord, writeUnseen } from '../workspace/unseen-record.js';
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
  const { repository } = workspaceOf(app, session);
  const records = await readRefs(repository, unseenRef(session.id, ''));
  for (let at: number | undefined = run; at !== undefined; at = incumbentOf(app, session, at)) {
    const commit = records.get(unseenRef(session.id, at));
    if (commit !== undefined) return readUnseenRecord(repository, commit);
  }
  return undefined;
}

function incumbentOf(app: App, session: Session, run: number): number | undefined {
  return run === 0 ? undefined : app.store.runs.find(session.id, run)?.incumbent;
}

/** What the directory held while a run is measured in it, and is to hold again. */
export async function displacedUnseen(app: App, session: Session): Promise<Unseen | undefined> {
  const { repository } = workspaceOf(app, session);
  const ref = unseenRef(session.id, 'displaced');
  const commit = (await readRefs(repository, ref)).get(ref);
  return commit === undefined ? undefined : readUnseenRecord(repository, commit);
}

/**
 * The change of a ref that makes a record be found again.
 *
 * @param beside the incumbent's record: one that is equal needs no second.
 */
export async function recordUnseen(
  app: App,
  session: Session,
  name: number | 'displaced',
  unseen: Unseen | undefined,
  beside?: Unseen,
): Promise<RefChange> {
  const ref = unseenRef(session.id, name);
  if (unseen === undefined || isDeepStrictEqual(unseen, beside)) return { ref };
  return { ref, to: await writeUnseen(workspaceOf(app, session).repository, unseen) };
}
