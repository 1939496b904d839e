import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import { removeArms } from '../workspace/arms.js';
import { candidateRef } from '../workspace/commits.js';
import { headOf } from '../workspace/repository.js';
import type { App } from './app.js';
import { assertDirectory } from './directory-gone.js';
import { arrive, assertWayBack, goBack, isBackAt, placeWords } from './go-back.js';
import { runId } from './ids.js';
import { releaseMachine, tryTakeMachine, withSession } from './lock.js';
import { cancelAbandoned, recoverSession } from './recover.js';
import { branchName } from './report.js';
import { lastSaved } from './saved-on-the-way.js';
import { sessionById } from './session-lookup.js';
import { baseOf, workspaceOf } from './session-workspace.js';

/** What going back from a session came to. */
export interface Abandoned {
  readonly sessionId: string;
  /** What is checked out now. */
  readonly base: string;
  readonly branch: string;
  /** Whether HEAD was back already: nothing was done then, but for what was left of a way back that had been cut off. */
  readonly wasBack: boolean;
  /** Whether this call has finished such a one. */
  readonly wasCutOff: boolean;
  /** Where what was not committed in the working directory can be found. */
  readonly saved: readonly string[];
  /** A run that waited to be logged, and where its code is. */
  readonly pending?: { readonly id: string; readonly ref: string };
}

/**
 * End a session, if it is open, and go back to what was before it: HEAD, index and files. Bystanders and ignored files
 * are not touched; the session's branch and refs stay. Doing it twice is no harm.
 *
 * @throws Refusal `unknown_session`, `session_ended` for an imported one, `not_a_repository`, `run_in_progress`, `wrong_branch`, `git_busy` or `out_of_scope`; nothing has changed
 *   then.
 */
export async function abandonSession(app: App, id: string): Promise<Abandoned> {
  const session = sessionById(app, id);
  if (session.imported !== undefined) throw neverHere(session);
  await assertDirectory(session);
  for (const run of app.store.runs.running(id)) await cancelAbandoned(app, run);
  await recoverSession(app, session);
  const wasCutOff = session.abandoning !== undefined;
  const abandoned = await withSession(app, id, () => abandonUnderLock(app, sessionById(app, id), wasCutOff));
  await removeIdleArms(app, session);
  return abandoned;
}

async function abandonUnderLock(app: App, session: Session, wasCutOff: boolean): Promise<Abandoned> {
  assertIdle(app, session);
  const { id } = session;
  const base = baseOf(session);
  const pending = app.store.runs.unlogged(id);
  const known = {
    sessionId: id,
    base: placeWords(base),
    branch: branchName(session),
    wasCutOff,
    ...(pending === undefined
      ? {}
      : { pending: { id: runId(id, pending.number), ref: candidateRef(id, pending.number) } }),
  };
  const isBack =
    session.state === 'ended' && isBackAt(base, await headOf(workspaceOf(app, session).repository));
  if (isBack) return { ...known, wasBack: true, saved: lastSaved(app, id) };
  const head = await assertWayBack(app, session);
  const begun = begin(app, session);
  const saved = await goBack(app, begun, head);
  arrive(app, begun, 'abandoned', { saved });
  return { ...known, wasBack: false, saved };
}

function neverHere({ id, imported }: Session): Refusal {
  return new Refusal(
    'session_ended',
    `The session ${id} was imported from ${imported?.file ?? 'a file'}: nothing was changed here for it.`,
    'There is nothing to go back from.',
  );
}

/** @throws Refusal `run_in_progress` where somebody alive is measuring. */
function assertIdle(app: App, session: Session): void {
  const [run] = app.store.runs.running(session.id);
  if (run === undefined && session.replay?.state !== 'running') return;
  const what = run === undefined ? `The end of ${session.id}` : `Run ${runId(session.id, run.number)}`;
  throw new Refusal(
    'run_in_progress',
    `${what} is being measured.`,
    'Let it finish, or close the client that started it; then call again.',
  );
}

/** From here on a kill is made good by going on. */
function begin(app: App, session: Session): Session {
  const now = Date.now();
  const ended: Partial<Session> =
    session.state === 'ended' ? {} : { state: 'ended', endReason: 'abandoned', endedAt: now };
  const begun: Session = { ...session, ...ended, abandoning: now };
  app.store.sessions.update(begun);
  return begun;
}

/** A server may still be tidying them: they are then left to it, or to `prune`. */
async function removeIdleArms(app: App, session: Session): Promise<void> {
  if (!(await tryTakeMachine(app, session.id))) return;
  try {
    await removeArms(workspaceOf(app, session).arms);
  } finally {
    releaseMachine(app);
  }
}
