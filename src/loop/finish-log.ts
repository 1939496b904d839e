import type { Intention, Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { isAncestor, laterEditsPrefix, laterEditsRef, readRefs, stagedRef } from '../workspace/commits.js';
import { lookAt } from '../workspace/look.js';
import { displayPath } from '../workspace/path-bytes.js';
import { headOf } from '../workspace/repository.js';
import type { App } from './app.js';
import { carryOf, planCarry } from './carry.js';
import { applyIntention, editsSince, type Logged } from './log-run.js';
import { loggedNotes } from './logged-notes.js';
import { leftCommitsNote } from './own-commits.js';
import { saveOwnCommits } from './save-commits.js';
import { saveStagedOf } from './save-staged.js';
import { workspaceOf } from './session-workspace.js';

/**
 * Finish a keep or a discard that was cut off. Whoever asked for it has had no answer, and somebody may have worked in the
 * directory since.
 *
 * @returns what the answer would have said of what was found there.
 */
export async function finishLog(
  app: App,
  session: Session,
  run: Run,
  intention: Intention,
): Promise<string[]> {
  const head = (await headOf(workspaceOf(app, session).repository)).commit;
  const leftCommits = await leaveCommits(app, session, run, intention, head);
  await saveStagedOf(app, session, run, head);
  const edits = await editsBeside(app, session, run, intention);
  await applyIntention(app, session, run);
  const saved = await savedSince(app, session, run, intention);
  return loggedNotes({ session, leftCommits, ...edits, ...saved }, intention.outcome === 'kept');
}

/** Those that the log had found, and those made since. The branch may have been moved before the kill. */
async function leaveCommits(
  app: App,
  session: Session,
  run: Run,
  { head: found, commit: kept }: Intention,
  head: string,
): Promise<string[]> {
  const { repository } = workspaceOf(app, session);
  const notes: string[] = [];
  for (const tip of (await isAncestor(repository, found, head)) ? [head] : [found, head]) {
    const isAfter = kept !== undefined && (await isAncestor(repository, kept, tip));
    const ref = await saveOwnCommits(app, session, run, tip);
    notes.push(...(await leftCommitsNote(app, session, tip, ref, isAfter ? kept : session.incumbentCommit)));
  }
  return notes;
}

/** What will be left in the directory, of which the run knows nothing. */
async function editsBeside(
  app: App,
  session: Session,
  run: Run,
  { outcome, carried = [] }: Intention,
): Promise<Pick<Logged, 'editedSince' | 'carry'>> {
  const { repository, index } = workspaceOf(app, session);
  const carry = carryOf(app, session, run, outcome === 'kept');
  if (carry === undefined && outcome === 'discarded') return { editedSince: [] };
  const present = await lookAt(repository, index, session.incumbentTree, run.tree);
  if (carry === undefined) return { editedSince: await editsSince(app, session, run, present) };
  const plan = await planCarry(app, session, carry, present);
  // What was begun to be written is written, and saved first where it was edited since.
  const written = new Set(carried.map(displayPath));
  const edited = plan.edited.filter((path) => !written.has(path));
  const conflicts = plan.conflicts.filter(({ path }) => !written.has(displayPath(path)));
  return { editedSince: edited, carry: { ...plan, edited, conflicts } };
}

/** Where edits were saved, by the log or since; and what was staged. */
async function savedSince(
  app: App,
  session: Session,
  run: Run,
  { since }: Intention,
): Promise<Pick<Logged, 'savedRef' | 'stagedRef'>> {
  const { repository } = workspaceOf(app, session);
  const first = laterEditsRef(session.id, run.number, new Date(since));
  const ofRun = `${laterEditsPrefix(session.id)}${run.number}-`;
  const all = await readRefs(repository, laterEditsPrefix(session.id));
  // Their names end with the time.
  const refs = [...all.keys()].filter((ref) => ref.startsWith(ofRun) && ref >= first);
  const staged = refs.filter((ref) => ref.endsWith(stagedRef('')));
  const edits = refs.filter((ref) => !staged.includes(ref));
  return {
    ...(edits.length === 0 ? {} : { savedRef: edits.join(' and ') }),
    ...(staged.length === 0 ? {} : { stagedRef: staged.join(' and ') }),
  };
}
