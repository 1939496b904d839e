import { Refusal } from '../errors.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { headOf, type Repository } from '../workspace/repository.js';
import type { App } from './app.js';
import { boundedRepository, isSeen, seenSession } from './bounds.js';
import { parseRunId } from './ids.js';
import { shownPath } from './shown-text.js';
import { whereIs } from './where-is.js';

/** How a call says which session it means. */
export interface SessionQuery {
  readonly sessionId?: string | undefined;
  /** The session that this connection last worked on. */
  readonly lastSessionId?: string | undefined;
  /** Absent where a server works in several directories, and the call has named none. */
  readonly directory?: string | undefined;
}

/**
 * The session that a call means: the one it names, else this connection's last one, else the active one of the
 * directory, else the newest of the directory.
 *
 * @throws Refusal `unknown_session`, `no_session`, or as boundedRepository.
 */
export async function findSession(app: App, query: SessionQuery): Promise<Session> {
  if (query.sessionId !== undefined) return sessionById(app, query.sessionId);
  const last = query.lastSessionId === undefined ? undefined : seenSession(app, query.lastSessionId);
  if (last !== undefined && last.state !== 'ended') return last;
  const { root, repository } = await placeOf(app, query.directory);
  const open = app.store.sessions.open(root);
  if (open.length > 1) throw ambiguous(open);
  if (open[0] !== undefined) return open[0];
  if (repository !== undefined) await assertNotMoved(app, repository);
  const session = last ?? app.store.sessions.latest(root);
  if (session !== undefined) return session;
  throw new Refusal('no_session', `There is no session in ${root}.`, 'Start one with init_experiment.');
}

interface Place {
  readonly root: string;
  /** Absent where it is none. */
  readonly repository?: Repository;
}

/** Runs may have been imported for a directory that is no repository. */
async function placeOf(app: App, directory: string | undefined): Promise<Place> {
  try {
    const repository = await boundedRepository(app, directory);
    return { root: repository.root, repository };
  } catch (error) {
    const root = whereIs(directory ?? '');
    const isOfImport = error instanceof Refusal && error.code === 'not_a_repository' && hasImports(app, root);
    if (isOfImport) return { root };
    throw error;
  }
}

/**
 * The common git directory of what a directory is of.
 *
 * @throws Refusal as boundedRepository.
 */
export async function repositoryOf(app: App, directory: string): Promise<string | undefined> {
  const { root, repository } = await placeOf(app, directory);
  return repository?.commonDir ?? app.store.sessions.latest(root)?.commonDir;
}

function hasImports(app: App, root: string): boolean {
  const latest = app.store.sessions.latest(root);
  return latest?.imported !== undefined && isSeen(app, latest);
}

/**
 * See that no open session of another place has its branch checked out here: its directory was moved, or copied.
 *
 * @throws Refusal `no_session`
 */
async function assertNotMoved(app: App, repository: Repository): Promise<void> {
  const branch = await headOf(repository).then(
    (head) => head.branch,
    () => undefined,
  );
  const moved = app.store.sessions.allOpen().find((each) => each.branch === branch && isSeen(app, each));
  if (moved === undefined) return;
  const [here, there] = [shownPath(repository.root), shownPath(moved.root)];
  throw new Refusal(
    'no_session',
    `There is no session in ${here}, but the branch of ${moved.id}, which is open in ${there}, is checked out here.`,
    `If this is that directory, moved, put it back (a linked worktree by \`git worktree move\`) and call again; or end that session with end_session and its session_id, and start one here with init_experiment.`,
    { session_id: moved.id },
  );
}

function ambiguous(sessions: readonly Session[]): Refusal {
  const ids = sessions.map((session) => session.id).join(', ');
  return new Refusal(
    'ambiguous_session',
    `Several sessions are active here: ${ids}.`,
    'Give the session_id of one.',
  );
}

/** @throws Refusal `unknown_session` */
export function sessionById(app: App, id: string): Session {
  const session = seenSession(app, id);
  if (session !== undefined) return session;
  throw new Refusal(
    'unknown_session',
    `There is no session "${id.slice(0, 100)}".`,
    'get_status without session_id names the session of this directory.',
  );
}

/** @throws Refusal `unknown_run` */
export function runById(app: App, id: string): { session: Session; run: Run } {
  const { session: sessionId, run: number } = parseRunId(id);
  const session = seenSession(app, sessionId);
  const run = session === undefined ? undefined : app.store.runs.find(sessionId, number);
  if (session !== undefined && run !== undefined) return { session, run };
  throw new Refusal(
    'unknown_run',
    `There is no run "${id.slice(0, 100)}".`,
    'get_status lists the last runs and their ids.',
  );
}
