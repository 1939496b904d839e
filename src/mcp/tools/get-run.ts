import { z } from 'zod';
import { recoverSession } from '../../loop/recover.js';
import { summariseRun } from '../../loop/report.js';
import { detailKinds, detailsOf } from '../../loop/run-details.js';
import { runById } from '../../loop/session-lookup.js';
import { markOutput } from '../command-output.js';
import { commonOutput, openObject, openObjects } from '../output-fields.js';
import { runReply } from '../run-reply.js';
import { defineTool } from '../tool.js';

export const getRun = defineTool({
  name: 'get_run',
  title: 'One run in full',
  description: 'One run with its verdict, its log and, if asked for, its difference, output and samples.',
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({ run_id: z.string(), include: z.array(z.enum(detailKinds)).max(3).optional() }),
  output: z.object({
    ...commonOutput,
    run: openObject,
    diff: z.string().optional(),
    output: z.string().optional(),
    samples: openObjects,
  }),
  run: async ({ run_id, include }, call) => {
    await recoverSession(call.app, runById(call.app, run_id).session);
    const { session, run } = runById(call.app, run_id);
    const { summary, next_step, session_id, ...fields } = runReply(call.app, session, run);
    const { output, ...details } = await detailsOf(call.app, session, run, include ?? []);
    return {
      session_id,
      summary,
      next_step,
      run: { ...fields, ...summariseRun(run), ...(run.log === undefined ? {} : { log: run.log }) },
      ...details,
      ...(output === undefined ? {} : { output: markOutput(output) }),
    };
  },
});
