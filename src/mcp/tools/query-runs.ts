import { z } from 'zod';
import { outcomes, queryRuns, verdicts } from '../../loop/query-runs.js';
import { directoryArgument } from '../directory-argument.js';
import { commonOutput, openObjects } from '../output-fields.js';
import { defineTool } from '../tool.js';

const usualLimit = 10;

export const queryRunsTool = defineTool({
  name: 'query_runs',
  title: 'Search past runs',
  description:
    'What was tried before, over all sessions and repositories of this machine: full text over descriptions, hypotheses, what was ' +
    'learnt, file names and ideas ("exact phrases" in quotes). Best match first with query, else newest first.',
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({
    query: z.string().max(20_000).optional(),
    session_id: z.string().optional(),
    directory: directoryArgument.optional().describe('Only sessions of this repository.'),
    outcome: z.enum(outcomes).optional(),
    verdict: z.enum(verdicts).optional(),
    order: z.enum(['newest', 'best_match']).optional(),
    limit: z.number().int().min(1).max(50).optional().describe(`Default: ${usualLimit}.`),
    cursor: z.string().optional().describe('next_cursor of the page before.'),
  }),
  output: z.object({
    ...commonOutput,
    runs: openObjects,
    ideas: openObjects,
    next_cursor: z.string().optional(),
  }),
  run: async ({ limit = usualLimit, ...question }, call) => {
    const { runs, ideas, next_cursor } = await queryRuns(call.app, { ...question, limit });
    const more = next_cursor === undefined ? '' : ' There are more: next_cursor.';
    return {
      summary: `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}.${more}`,
      next_step:
        runs.length === 0
          ? 'Nothing is found with that: ask with fewer words and filters, or go on.'
          : 'Call get_run with a run_id and include ["diff"] to see one in full.',
      runs,
      ...(ideas.length === 0 ? {} : { ideas }),
      ...(next_cursor === undefined ? {} : { next_cursor }),
    };
  },
});
