import type { App } from '../loop/app.js';
import { summariseRun } from '../loop/report.js';
import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { runReply } from './run-reply.js';
import type { Reply } from './tool.js';

/** A run with its verdict and its log, as get_run answers it, and with more notes. */
export function wholeRun(app: App, session: Session, run: Run, notes: readonly string[] = []): Reply {
  const { summary, next_step, session_id: _, ...fields } = runReply(app, session, run);
  return {
    session_id: session.id,
    summary,
    next_step,
    run: {
      ...fields,
      ...summariseRun(run),
      notes: Array.isArray(fields.notes) ? [...fields.notes, ...notes] : notes,
      ...(run.log === undefined ? {} : { log: run.log }),
    },
  };
}
