import { z } from 'zod';
import { cancelRun as cancel } from '../../loop/cancel.js';
import { recoverSession } from '../../loop/recover.js';
import { runById } from '../../loop/session-lookup.js';
import { runOutput } from '../output-fields.js';
import { runReply } from '../run-reply.js';
import { defineTool } from '../tool.js';

export const cancelRun = defineTool({
  name: 'cancel_run',
  title: 'End a run',
  description:
    'End a run that is being measured: its processes are ended and what was changed is put back. A cancelled run does not count ' +
    'and needs no log. Your edits stay. A finished run is left as it is.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({ run_id: z.string() }),
  output: z.object(runOutput),
  run: async ({ run_id }, call) => {
    await recoverSession(call.app, runById(call.app, run_id).session);
    const run = await cancel(call.app, run_id);
    const { session } = runById(call.app, run_id);
    return runReply(call.app, session, run);
  },
});
