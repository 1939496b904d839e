import { z } from 'zod';
import { finishSession } from '../../loop/end.js';
import { reportOf, type SessionReport } from '../../loop/session-report.js';
import { meantSession } from '../call-session.js';
import { commonOutput, openObject } from '../output-fields.js';
import { defineTool } from '../tool.js';

export const endSession = defineTool({
  name: 'end_session',
  title: 'End a session and report',
  description:
    'End a session: measures the final code against the original baseline on fresh samples, then reports headline, counts, kept ' +
    'commits, and the commands to merge or to abandon its branch, which stays checked out. While it is being measured, call again.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({
    session_id: z.string(),
    summary: z.string().max(4000).optional().describe('What was learnt, for whoever comes next.'),
  }),
  output: z.object({ ...commonOutput, report: openObject }),
  run: async ({ session_id, summary }, call) => {
    const { app, signal, onProgress } = call;
    const found = await meantSession(call, { session_id });
    const waiting = { seconds: found.config.wait_seconds, signal, onProgress };
    const session = await finishSession(app, found, summary, waiting);
    const report = await reportOf(app, session);
    const isEnded = session.state === 'ended';
    return {
      session_id: session.id,
      summary: `The session ${isEnded ? 'has ended' : 'is being ended'}. ${report.headline}`,
      next_step: isEnded
        ? tellUser(report)
        : 'Call end_session again to wait for the measurement. Do not edit files or switch branches meanwhile.',
      report,
    };
  },
});

function tellUser({ merge, abandon }: SessionReport): string {
  const ways = [
    ...(merge === undefined ? [] : [`how to merge (${merge})`]),
    ...(abandon === undefined ? [] : [`how to go back without it (${abandon})`]),
  ];
  return `Tell the user ${['the headline', ...ways].join(', ').replace(/, (?=how to go back)/, ' and ')}.`;
}
