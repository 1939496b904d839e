import { z } from 'zod';
import { lookIn } from '../../loop/look-in.js';
import { statusOf } from '../../loop/status.js';
import { stopState } from '../../loop/stop-policy.js';
import type { Session } from '../../store/session.js';
import { meantSession } from '../call-session.js';
import { commonOutput, openObject, openObjects, strings } from '../output-fields.js';
import { defineTool } from '../tool.js';

export const getStatus = defineTool({
  name: 'get_status',
  title: 'Where the session stands',
  description:
    'Everything needed to go on with a session: goal, rules, best so far, last runs with what was learnt, and what is pending. ' +
    'Call it first when you take over.',
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({ session_id: z.string().optional(), directory: z.string().min(1).optional() }),
  output: z.object({
    ...commonOutput,
    session: openObject,
    best: openObject,
    baseline: openObject,
    counts: openObject,
    recent_runs: openObjects,
    ideas: openObjects,
    pending_run: openObject,
    notes: strings,
  }),
  run: async (input, call) => {
    const { session, hindrance } = await lookIn(call.app, await meantSession(call, input));
    const status = statusOf(call.app, session);
    const inTheWay = hindrance === undefined ? [] : [`${hindrance.message} ${hindrance.hint}`];
    const { best, baseline, counts, pending_run: pending } = status;
    const { metric_name } = session.config;
    return {
      session_id: session.id,
      summary: `${session.id}: ${metric_name} ${baseline.value ?? '?'} at the start, ${best.value ?? '?'} now (run ${best.run}); ${counts.experiments} experiments, ${counts.kept} kept.`,
      next_step: nextStep(session, stopState(call.app, session).shouldContinue, pending, inTheWay),
      ...status,
      notes: [...inTheWay, ...status.notes],
    };
  },
});

function nextStep(
  session: Session,
  shouldContinue: boolean,
  pending: { run_id: string; state: string; can_keep?: boolean } | undefined,
  [inTheWay]: readonly string[],
): string {
  if (session.state === 'ended') return 'Start another session with init_experiment, if the user wants one.';
  if (pending?.state === 'running')
    return `Call run_experiment with run_id "${pending.run_id}" to wait for it.`;
  if (inTheWay !== undefined) return inTheWay;
  if (pending !== undefined) {
    return `Call log_experiment with run_id "${pending.run_id}" and status ${pending.can_keep ? 'keep or discard' : 'discard'}.`;
  }
  return shouldContinue
    ? 'Edit the code for the next idea and call run_experiment.'
    : 'Call end_session and report.';
}
