import type { ErrorDetails } from '../errors.js';
import { Refusal } from '../errors.js';
import type { App } from '../loop/app.js';
import { findSession, runById, sessionById } from '../loop/session-lookup.js';
import { stopState } from '../loop/stop-policy.js';
import type { Session } from '../store/session.js';
import type { Connection, Reply } from './tool.js';

interface RefusedCall {
  readonly tool: string;
  readonly args: unknown;
}

/** Say with a result whether to go on: here, for all tools, so that none can forget it. */
export function withStop(app: App, reply: Reply): Reply {
  return { ...reply, ...stopFields(app, sessionById(app, reply.session_id)) };
}

/**
 * What a refusal says besides, where the call meant a session that has stopped: whoever is refused must not try again
 * for ever.
 *
 * @param call the tool, and its arguments as they came.
 */
export async function stopDetails(
  app: App,
  connection: Connection,
  call: RefusedCall,
  error: unknown,
): Promise<ErrorDetails> {
  const session = await meantSession(app, connection, call, error).catch(() => undefined);
  if (session === undefined || stopState(app, session).shouldContinue) return {};
  return stopFields(app, session);
}

function stopFields(app: App, session: Session): ErrorDetails {
  const { shouldContinue, stopReason } = stopState(app, session);
  return {
    should_continue: shouldContinue,
    ...(stopReason === undefined ? {} : { stop_reason: stopReason }),
  };
}

/** @throws Refusal where it meant none that is known. */
async function meantSession(
  app: App,
  connection: Connection,
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
