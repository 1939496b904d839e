import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../store/session.js';
import { checkedOutAt } from '../workspace/base-branch.js';
import { candidateRef, changeRefs, keptCommitsRef, type RefChange } from '../workspace/commits.js';
import { deletions, isInBranch, refsOnly, type SessionRef, sessionRefs } from '../workspace/session-refs.js';
import { isStored } from '../workspace/stored-objects.js';
import { type App, sessionDirectory } from './app.js';
import { diskUse } from './disk-use.js';

/** What an ended session has left behind, and may lose. */
export interface Leftovers {
  readonly id: string;
  readonly endedAt: number;
  readonly changes: readonly RefChange[];
  readonly logBytes: number;
  /** Of its private index and other files of its own. */
  readonly otherBytes: number;
}

/**
 * What there is to be removed of an ended session.
 *
 * @returns undefined for nothing; a sentence where it must be left alone.
 */
export async function leftoversOf(app: App, session: Session): Promise<Leftovers | string | undefined> {
  const { id, endedAt = session.createdAt } = session;
  const repository = refsOnly(session.commonDir);
  const place = repository === undefined ? '' : await checkedOutAt(repository, session.branch);
  if (existsSync(place)) return `its branch is checked out in ${place}`;
  const changes = await refChanges(app, session);
  const logBytes = await diskUse(logDirectory(app, id));
  const otherBytes = await diskUse(sessionDirectory(app, id));
  if (changes.length === 0 && logBytes + otherBytes === 0) return undefined;
  return { id, endedAt, changes, logBytes, otherBytes };
}

function logDirectory(app: App, id: string): string {
  return join(app.home, 'logs', id);
}

/** Deletions of refs. Where no branch leads to what was kept, that stays under refs of its own. */
async function refChanges(app: App, session: Session): Promise<RefChange[]> {
  const repository = refsOnly(session.commonDir);
  if (repository === undefined) return [];
  const refs = await sessionRefs(repository, session.id);
  const { id, incumbent, incumbentCommit: last } = session;
  if (refs.length === 0 || incumbent === 0 || !(await isStored(repository, last))) return deletions(refs);
  if (await isInBranch(repository, last)) return deletions(refs);
  const kept = app.store.runs.kept(id).map(({ number }) => candidateRef(id, number));
  const staying = new Set([...kept, keptCommitsRef(id)]);
  const gone = deletions(refs.filter(({ ref }) => !staying.has(ref)));
  return isHeld(refs, keptCommitsRef(id), last) ? gone : [...gone, { ref: keptCommitsRef(id), to: last }];
}

function isHeld(refs: readonly SessionRef[], ref: string, commit: string): boolean {
  return refs.some((each) => each.ref === ref && each.commit === commit);
}

/** Remove what an ended session has left. Nobody else may be working on it. Doing it twice changes nothing. */
export async function removeLeftovers(app: App, session: Session, left: Leftovers): Promise<void> {
  const { id } = session;
  const data = { refs: left.changes.length, bytes: left.logBytes + left.otherBytes };
  // First, so that nobody takes refs that are missing for refs that were lost.
  app.store.events.insert({ sessionId: id, at: Date.now(), kind: 'pruned', data });
  const repository = refsOnly(session.commonDir);
  if (repository !== undefined && left.changes.length > 0) {
    await changeRefs(repository, `prune ${id}`, left.changes);
  }
  for (const path of [logDirectory(app, id), sessionDirectory(app, id)]) {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}
