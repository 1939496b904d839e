import type { LogEntry, Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { candidateRef } from '../workspace/commits.js';
import { lookAt } from '../workspace/look.js';
import { displayPath } from '../workspace/path-bytes.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { diffTrees } from '../workspace/tree-diff.js';
import type { App } from './app.js';
import { type CarryPlan, carryOf, planCarry } from './carry.js';
import { applyDiscard } from './discard.js';
import { applyKeep, writeKeptCommit } from './keep.js';
import { withSession } from './lock.js';
import { assertLoggable } from './may-log.js';
import { leftCommitsNote } from './own-commits.js';
import { saveOwnCommits } from './save-commits.js';
import { saveStagedOf } from './save-staged.js';
import type { Seen } from './seen.js';
import { runById } from './session-lookup.js';
import { workspaceOf } from './session-workspace.js';
import { guardFiles } from './untracked-size.js';

export type LogStatus = 'keep' | 'discard' | 'crash' | 'checks_failed';

/** What logging a run came to. */
export interface Logged {
  readonly session: Session;
  readonly run: Run;
  /** Paths that were edited after the snapshot, or besides: they differ from what the log has brought. */
  readonly editedSince: readonly string[];
  /** What there is to say of commits that the branch no longer has. */
  readonly leftCommits: readonly string[];
  /** Where the candidate stays reachable. */
  readonly ref: string;
  /** It was logged like this before: nothing was stored. */
  readonly isRepeated?: true;
  /** Where edits made after the snapshot were saved, when something was restored over them. */
  readonly savedRef?: string;
  /** Where what was staged was saved, when it was nowhere else. */
  readonly stagedRef?: string;
  /** For a run whose candidate is not what the directory holds. */
  readonly carry?: CarryPlan;
}

/**
 * Keep or discard a run. No number comes in here: what a run is worth is already stored.
 *
 * @throws Refusal `unknown_run`, `run_in_progress`, `keep_refused`, `session_ended`, `wrong_branch`, `git_busy`,
 *   `dirty_worktree` or `out_of_scope`.
 */
export function logRun(app: App, id: string, status: LogStatus, log: LogEntry): Promise<Logged> {
  const { session } = runById(app, id);
  return withSession(app, session.id, () => logUnderLock(app, id, status, log));
}

async function logUnderLock(app: App, id: string, status: LogStatus, log: LogEntry): Promise<Logged> {
  const { session, run } = runById(app, id);
  const keeps = status === 'keep';
  const ref = candidateRef(session.id, run.number);
  const since = Date.now();
  if (isRepeated(run, keeps)) {
    return { session, run, editedSince: [], leftCommits: [], ref, isRepeated: true };
  }
  assertLoggable(session, run, keeps, app.store.runs.unlogged(session.id));
  const seen = await look(app, session, run);
  const carried = carryOf(app, session, run, keeps);
  const carry = carried === undefined ? undefined : await planCarry(app, session, carried, seen.present);
  const editedSince = carry?.edited ?? (await editsSince(app, session, run, seen.present));
  const head = seen.head.commit;
  const [ownRef, stagedRef] = await Promise.all([
    saveOwnCommits(app, session, run, head),
    saveStagedOf(app, session, run, head),
  ]);
  const leftCommits = await leftCommitsNote(app, session, head, ownRef);
  const commit = keeps ? await writeKeptCommit(app, session, run, log) : undefined;
  const intended: Run = {
    ...run,
    intention: {
      outcome: keeps ? 'kept' : 'discarded',
      log,
      head,
      since,
      ...(commit === undefined ? {} : { commit }),
      ...(carry === undefined ? {} : { carried: carry.paths }),
    },
  };
  // From here on a kill is made good by doing the rest again.
  app.store.runs.update(intended);
  const savedRef = await applyIntention(app, session, intended, seen);
  return {
    ...runById(app, id),
    editedSince,
    leftCommits,
    ref,
    ...(savedRef === undefined ? {} : { savedRef }),
    ...(stagedRef === undefined ? {} : { stagedRef }),
    ...(carry === undefined ? {} : { carry }),
  };
}

/**
 * Carry out what a run's intention says; after a kill, again.
 *
 * @returns the ref under which later edits were saved, if something was restored over them.
 */
export async function applyIntention(
  app: App,
  session: Session,
  run: Run,
  seen?: Seen,
): Promise<string | undefined> {
  const { intention } = run;
  if (intention === undefined) return undefined;
  return intention.commit === undefined
    ? await applyDiscard(app, session, run, seen)
    : await applyKeep(app, session, run, intention.commit, seen);
}

/** Repository and working directory as they are found, before anything is written. */
async function look(app: App, session: Session, run: Run): Promise<Seen> {
  const { repository, index } = workspaceOf(app, session);
  const base = session.incumbentTree;
  // In this order: git must be seen to read files as it did before anything it reads is believed.
  const head = await guardFiles(app, session);
  return { head, present: await lookAt(repository, index, base, run.tree) };
}

/** The same answer again is no harm: a client may not have seen the first one. */
function isRepeated(run: Run, keeps: boolean): boolean {
  // What another program has done with a run is not done again here.
  return run.imported === undefined && run.outcome === (keeps ? 'kept' : 'discarded');
}

/** What differs from the candidate by now. */
export async function editsSince(app: App, session: Session, run: Run, present: Snapshot): Promise<string[]> {
  const { repository } = workspaceOf(app, session);
  return (await diffTrees(repository, run.tree, present.tree)).map((change) => displayPath(change.path));
}
