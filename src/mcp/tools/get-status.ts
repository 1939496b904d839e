import { z } from 'zod';
import { lookIn } from '../../loop/look-in.js';
import { waitingWords } from '../../loop/told-notes.js';
import { meantSession } from '../call-session.js';
import { directoryArgument } from '../directory-argument.js';
import { commonOutput, openObject, openObjects } from '../output-fields.js';
import { ownSession } from '../own-session.js';
import { statusReply } from '../status-reply.js';
import { defineTool } from '../tool.js';

export const getStatus = defineTool({
  name: 'get_status',
  title: 'Where the session stands',
  description:
    'Everything needed to go on with a session: goal, rules, best so far, last runs with what was learnt, and what is pending. ' +
    'Call it first when you take over.',
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({ session_id: z.string().optional(), directory: directoryArgument.optional() }),
  output: z.object({
    ...commonOutput,
    session: openObject,
    best: openObject,
    baseline: openObject,
    counts: openObject,
    recent_runs: openObjects,
    kept_runs: openObjects,
    dead_ends: openObjects,
    ideas: openObjects,
    pending_run: openObject,
  }),
  run: async (input, call) => {
    const meant = await meantSession(call, input);
    const { session, hindrance } = call.mayChange ? await lookIn(call.app, meant) : { session: meant };
    const own = await ownSession(call);
    const words = own === undefined ? [] : waitingWords(call.app, own);
    return statusReply(call.app, session, { words, ...(hindrance === undefined ? {} : { hindrance }) });
  },
});
