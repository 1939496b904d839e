import { z } from 'zod';
import { detailKinds, detailsOf } from '../../loop/run-details.js';
import { runById } from '../../loop/session-lookup.js';
import type { Run } from '../../store/run.js';
import { presentSession } from '../call-session.js';
import { markDiff, markOutput } from '../command-output.js';
import { commonOutput, openObject, openObjects } from '../output-fields.js';
import { defineTool } from '../tool.js';
import { wholeRun } from '../whole-run.js';

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
    await presentSession(call, runById(call.app, run_id).session);
    const { session, run } = runById(call.app, run_id);
    const { diff, output, notes, ...details } = await detailsOf(call.app, session, run, include ?? []);
    const isText = diff !== undefined || output !== undefined;
    return {
      ...wholeRun(call.app, session, isText ? bare(run) : run, notes),
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
