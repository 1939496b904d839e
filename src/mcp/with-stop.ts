import type { ErrorDetails } from '../errors.js';
import { Refusal } from '../errors.js';
import type { App } from '../loop/app.js';
import { nextStepIn } from '../loop/next-step.js';
import { findSession, runById, sessionById } from '../loop/session-lookup.js';
import { type StopState, standingWords, stopState } from '../loop/stop-policy.js';
import { newWords } from '../loop/told-notes.js';
import type { Session } from '../store/session.js';
import { ownSession } from './own-session.js';
import { saidFirst } from './said-first.js';
import type { Call, Reply } from './tool.js';

interface RefusedCall {
  readonly tool: string;
  readonly args: unknown;
}

type Caller = Pick<Call, 'app' | 'connection' | 'signal' | 'mayChange'>;

const working = ['init_experiment', 'run_experiment', 'log_experiment', 'cancel_run', 'end_session'];

/**
 * Say with a result whether to go on, and what a person has said of that or else: here, for all tools, so that none can
 * forget it. Whoever only looks at another session is to go on with the own one, and hears nothing that is said to others.
 */
export async function withStop(call: Caller, tool: string, reply: Reply): Promise<Reply> {
  const { app } = call;
  const about = reply.session_id === undefined ? undefined : sessionById(app, reply.session_id);
  const own = about !== undefined && working.includes(tool) ? about : await ownSession(call);
  const session = own?.state === 'ended' ? (about ?? own) : (own ?? about);
  if (session === undefined) return reply;
  const words = session.id === own?.id ? newPersonWords(call, session) : [];
  const stop = stopState(app, session);
  const turned = { session_id: session.id, ...reply, next_step: nextStep(app, session, about, reply) };
  return { ...turned, ...saidFirst(turned, words, standingWords(stop)), ...stopFields(stop) };
}

/** Nothing counts as told to a client that has gone, or that may only read. */
function newPersonWords({ app, signal, mayChange }: Caller, session: Session): string[] {
  return signal.aborted || !mayChange ? [] : newWords(app, session);
}

/** What the tool says; or what to do in the session to go on with, where the tool leads away from that. */
function nextStep(app: App, session: Session, about: Session | undefined, { next_step }: Reply): string {
  if (about?.id === session.id) return next_step;
  const own = nextStepIn(app, session);
  if (about !== undefined) return `That was about ${about.id}. In your own session, ${session.id}: ${own}`;
  const hasStopped = session.state !== 'ended' && !stopState(app, session).shouldContinue;
  return hasStopped ? own : next_step;
}

/** What is known of a call that was refused. */
export interface RefusalContext {
  /** The session that it meant. */
  readonly session?: string;
  /** What the refusal says besides. */
  readonly details: ErrorDetails;
}

/**
 * What a refusal says besides: what a person has said, and, where the call meant a session that has stopped, that it has:
 * whoever is refused must not try again for ever.
 *
 * @param refused the tool, and its arguments as they came.
 */
export async function refusalContext(
  call: Caller,
  refused: RefusedCall,
  error: unknown,
): Promise<RefusalContext> {
  const { app } = call;
  const session = await meantSession(call, refused, error).catch(() => undefined);
  if (session === undefined) return { details: {} };
  const own = await ownSession(call);
  const words = session.id === own?.id ? newPersonWords(call, session) : [];
  const stop = stopState(app, session);
  const standing = standingWords(stop);
  const isSaid = standing === undefined || (error instanceof Refusal && error.message === standing);
  const notes = isSaid ? words : [...words, standing];
  return {
    session: session.id,
    details: {
      ...(stop.shouldContinue ? {} : stopFields(stop)),
      ...(notes.length === 0 ? {} : { notes }),
    },
  };
}

/** Whether to go on with a session, and if not, why. */
export function stopFields({ shouldContinue, stopReason }: StopState): ErrorDetails {
  return {
    should_continue: shouldContinue,
    ...(stopReason === undefined ? {} : { stop_reason: stopReason }),
  };
}

/** @throws Refusal where it meant none that is known. */
async function meantSession(
  { app, connection }: Caller,
  { tool, args }: RefusedCall,
  error: unknown,
): Promise<Session | undefined> {
  const run = textOf(args, 'run_id');
  if (run !== undefined) return runById(app, run).session;
  const details = error instanceof Refusal ? error.details : {};
  const sessionId = textOf(details, 'session_id') ?? textOf(args, 'session_id');
  if (sessionId !== undefined) return sessionById(app, sessionId);
  // That one means the session that is to be, and another directory has sessions of its own.
  if (tool === 'init_experiment' || textOf(args, 'directory') !== undefined) return undefined;
  const { directory, lastSessionId } = connection;
  return await findSession(app, { lastSessionId, directory });
}

function textOf(fields: unknown, name: string): string | undefined {
  if (typeof fields !== 'object' || fields === null) return undefined;
  const value: unknown = Object.entries(fields).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}
