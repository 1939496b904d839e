import { z } from 'zod';
import { ideaStates, ideasToTry, listIdeas } from '../../loop/ideas/list-ideas.js';
import { meantSession } from '../call-session.js';
import { ideaStep } from '../idea-step.js';
import { commonOutput, openObjects } from '../output-fields.js';
import { defineTool } from '../tool.js';

const usualLimit = 20;
const nothingLeft =
  'Nothing is left to try: add ideas of another kind with add_ideas, or open one again with update_idea.';

export const listIdeasTool = defineTool({
  name: 'list_ideas',
  title: 'List ideas',
  description:
    'The backlog of a session: without state and query, what is left to try, the best first, and what was rejected before the code ' +
    'that it touched has changed ("again"). With query, full-text search over all ideas.',
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({
    session_id: z.string().optional(),
    state: z.enum(ideaStates).optional(),
    query: z.string().max(20_000).optional(),
    limit: z.number().int().min(1).max(100).optional().describe(`Default: ${usualLimit}.`),
  }),
  output: z.object({ ...commonOutput, ideas: openObjects }),
  run: async ({ session_id, state, query, limit = usualLimit }, call) => {
    const session = await meantSession(call, { session_id });
    const { id } = session;
    const isBacklog = state === undefined && query === undefined;
    const ideas = isBacklog
      ? ideasToTry(call.app, id, limit)
      : listIdeas(call.app, id, { state, query, limit });
    const first = isBacklog ? ideas[0] : undefined;
    return {
      session_id: id,
      summary: `${ideas.length} ${ideas.length === 1 ? 'idea' : 'ideas'}${isBacklog ? ' to try' : ''}.`,
      next_step: ideaStep(call.app, session, first, isBacklog ? nothingLeft : undefined),
      ideas,
    };
  },
});
