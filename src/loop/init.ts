import { isDeepStrictEqual } from 'node:util';
import { loadConfig } from '../config/load-config.js';
import type { SessionConfig, ToolSettings } from '../config/settings.js';
import { Refusal } from '../errors.js';
import type { Session } from '../store/session.js';
import type { Repository } from '../workspace/repository.js';
import type { App } from './app.js';
import { isWorkedOn } from './at-work.js';
import { startBaseline } from './baseline-job.js';
import { boundedRepository } from './bounds.js';
import { explainFailure } from './explain-failure.js';
import type { Former } from './former.js';
import { runId } from './ids.js';
import { releaseMachine, takeMachine } from './lock.js';
import { noteOnFormer, notesOnLast } from './predecessor.js';
import { prepareSession } from './prepare-session.js';
import { recoverSession } from './recover.js';
import { shownMessage } from './shown-text.js';

export interface InitRequest {
  readonly name: string;
  /** Absent where a server works in several directories, and the call has named none. */
  readonly directory?: string | undefined;
  readonly settings: ToolSettings;
  readonly acceptDirty: boolean;
  readonly restart: boolean;
  readonly waitSeconds?: number | undefined;
  readonly signal: AbortSignal;
}

export interface Initialised {
  readonly session: Session;
  /** What the agent must know besides: that a session went on, or which one came before this one and why it had stopped. */
  readonly notes: readonly string[];
}

/**
 * Start a session and the measurement of its baseline; or answer with the active one, where the config is equal.
 *
 * @throws Refusal `invalid_config`, `not_a_repository`, `no_commits`, `dirty_worktree`, `git_busy`, `session_exists` or
 *   `machine_busy`; nothing has changed then.
 */
export async function initSession(app: App, request: InitRequest): Promise<Initialised> {
  const repository = await boundedRepository(app, request.directory);
  const config = await loadConfig(`${repository.root}/${repository.prefix}`, request.settings);
  const early = answerOf(app, request, repository, config, await activeSession(app, request, repository));
  if (early !== undefined) return early;
  const wait = request.waitSeconds ?? config.wait_seconds;
  await app.jobs.tidied();
  await takeMachine(app, request.name, wait, request.signal);
  try {
    // Another call may have started a session while this one waited for the machine.
    const active = await activeSession(app, request, repository);
    const answer = answerOf(app, request, repository, config, active);
    if (answer !== undefined) {
      releaseMachine(app);
      return answer;
    }
    const { name, acceptDirty } = request;
    const { session, seals } = await prepareSession(app, { name, acceptDirty, repository, config });
    const notes = active === undefined ? notesOnLast(app, repository) : noteOnFormer(app, active);
    await startBaseline(app, session, seals, active);
    return { session, notes };
  } catch (error) {
    releaseMachine(app);
    throw error;
  }
}

/**
 * The answer that an active session gives to a request; undefined where a new one may be started.
 *
 * @throws Refusal `session_exists`, or `run_in_progress` for one that cannot be ended yet.
 */
function answerOf(
  app: App,
  request: InitRequest,
  repository: Repository,
  config: SessionConfig,
  former: Former | undefined,
): Initialised | undefined {
  if (former === undefined) return undefined;
  const { session: active } = former;
  if (request.restart) {
    assertIdle(app, former);
    return undefined;
  }
  if (!isSame(active, request.name, repository.prefix, config)) throw sessionExists(active);
  return {
    session: active,
    notes: [`The session ${active.id} was active already, with this very config: it goes on.`],
  };
}

/** How long to wait says nothing about what is measured. */
function isSame(active: Session, name: string, prefix: string, config: SessionConfig): boolean {
  const { wait_seconds } = active.config;
  return (
    active.name === name &&
    active.prefix === prefix &&
    isDeepStrictEqual(active.config, { ...config, wait_seconds })
  );
}

/** The active session of a working tree, put right if its server was killed. One that is to be ended need not be. */
async function activeSession(
  app: App,
  { restart }: InitRequest,
  { root }: Repository,
): Promise<Former | undefined> {
  for (const session of app.store.sessions.open(root)) {
    try {
      const recovered = await recoverSession(app, session);
      if (recovered.state !== 'ended') return { session: recovered };
    } catch (error) {
      if (!restart) throw error;
      const trouble = shownMessage(explainFailure(error) ?? error);
      if (session.state !== 'ended') return { session, trouble };
    }
  }
  // Where one of them was ended, the one that it had ended itself may go on.
  const reopened = app.store.sessions.open(root).find(({ state }) => state !== 'ended');
  return reopened === undefined ? undefined : { session: reopened };
}

function sessionExists(session: Session): Refusal {
  return new Refusal(
    'session_exists',
    `The session ${session.id} is active in ${session.root}, with another name or config.`,
    'Go on with it (get_status); or end it with end_session; or call again with restart: true, which ends it and starts from the present HEAD.',
    { session_id: session.id },
  );
}

function assertIdle(app: App, { session, trouble }: Former): void {
  if (trouble !== undefined && !isWorkedOn(app, session)) return;
  const pending = app.store.runs.unlogged(session.id);
  if (session.replay?.state === 'running') throw replaying(session);
  if (pending?.state !== 'running' && session.state !== 'starting') return;
  const id = runId(session.id, pending?.number ?? 0);
  throw new Refusal(
    'run_in_progress',
    `Run ${id} of the session that would be ended is still being measured.`,
    `Call cancel_run with run_id: "${id}", then call again.`,
    { run_id: id },
  );
}

function replaying(session: Session): Refusal {
  return new Refusal(
    'run_in_progress',
    `The session ${session.id} is being ended: its final code is measured against the baseline.`,
    `Call end_session with session_id: "${session.id}" to wait for it, then call again.`,
  );
}
