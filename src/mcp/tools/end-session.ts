import { z } from 'zod';
import { finishSession } from '../../loop/end.js';
import { reportOf } from '../../loop/session-report.js';
import { callSession } from '../call-session.js';
import { commonOutput, openObject } from '../output-fields.js';
import { defineTool } from '../tool.js';

export const endSession = defineTool({
  name: 'end_session',
  title: 'End a session and report',
  description:
    'End a session: headline, counts, kept commits, and the commands to merge or to abandon its branch. The branch stays checked out.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({
    session_id: z.string(),
    summary: z.string().max(4000).optional().describe('What was learnt, for whoever comes next.'),
  }),
  output: z.object({ ...commonOutput, report: openObject }),
  run: async ({ session_id, summary }, call) => {
    const session = await finishSession(call.app, await callSession(call, { session_id }), summary);
    const report = await reportOf(call.app, session);
    return {
      session_id: session.id,
      summary: `The session has ended. ${report.headline}`,
      next_step: `Tell the user the headline and how to merge: ${report.merge}`,
      report,
    };
  },
});
