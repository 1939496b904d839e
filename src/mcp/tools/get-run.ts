import { z } from 'zod';
import { recoverSession } from '../../loop/recover.js';
import { summariseRun } from '../../loop/report.js';
import { detailKinds, detailsOf } from '../../loop/run-details.js';
import { runById } from '../../loop/session-lookup.js';
import type { Run } from '../../store/run.js';
import { markDiff, markOutput } from '../command-output.js';
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
    const { diff, output, notes, ...details } = await detailsOf(call.app, session, run, include ?? []);
    const isText = diff !== undefined || output !== undefined;
    const { summary, next_step, session_id, ...fields } = runReply(
      call.app,
      session,
      isText ? bare(run) : run,
    );
    const all = Array.isArray(fields.notes) ? [...fields.notes, ...notes] : notes;
    return {
      session_id,
      summary,
      next_step,
      run: {
        ...fields,
        ...summariseRun(run),
        notes: all,
        ...(run.log === undefined ? {} : { log: run.log }),
      },
      ...details,
      ...(diff === undefined ? {} : { diff: markDiff(diff) }),
      ...(output === undefined ? {} : { output: markOutput(output) }),
    };
  },
});

/** A run without the ends of its outputs: the longer texts that were asked for take their room. */
function bare(run: Run): Run {
  if (run.result === undefined) return run;
  const { output_tail: _, ...checks } = run.result.checks;
  return { ...run, result: { ...run.result, checks, output_tail: '' } };
}
