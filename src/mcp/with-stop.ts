import type { App } from '../loop/app.js';
import { sessionById } from '../loop/session-lookup.js';
import { stopState } from '../loop/stop-policy.js';
import type { Reply } from './tool.js';

/** Say with a result whether to go on: here, for all tools, so that none can forget it. */
export function withStop(app: App, reply: Reply): Reply {
  const { shouldContinue, stopReason } = stopState(app, sessionById(app, reply.session_id));
  return {
    ...reply,
    should_continue: shouldContinue,
    ...(stopReason === undefined ? {} : { stop_reason: stopReason }),
  };
}
