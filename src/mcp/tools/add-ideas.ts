import { z } from 'zod';
import { addIdeas } from '../../loop/ideas/add-ideas.js';
import { shownIdeas } from '../../loop/ideas/shown-idea.js';
import { meantSession } from '../call-session.js';
import { ideaStep } from '../idea-step.js';
import { commonOutput, openObjects } from '../output-fields.js';
import { defineTool } from '../tool.js';

const allListed = 'All of them were listed already: update_idea with state "open" brings one back.';

export const addIdeasTool = defineTool({
  name: 'add_ideas',
  title: 'Add ideas to the backlog',
  description:
    "Note what could be tried, in the session's backlog, which outlives your context and every revert. Answers at once what was " +
    'listed or tried before ("run 12 tried this: not_better, −3.1 %").',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({
    session_id: z.string().optional(),
    ideas: z
      .array(
        z.strictObject({
          title: z.string().trim().min(1).max(500).describe('What to try, in a sentence.'),
          detail: z.string().max(4000).optional(),
          priority: z.number().int().min(0).max(10).optional().describe('10 is tried first. Default: 5.'),
        }),
      )
      .min(1)
      .max(20),
  }),
  output: z.object({ ...commonOutput, added: openObjects, similar: openObjects }),
  run: async ({ session_id, ideas }, call) => {
    const session = await meantSession(call, { session_id });
    const { added, similar } = addIdeas(call.app, session, ideas, { client: call.client });
    const shown = shownIdeas(call.app, session.id, added);
    const [first] = shown;
    return {
      session_id: session.id,
      summary: `${added.length} of ${ideas.length} ideas were added${similar.length === 0 ? '.' : `; ${similar.length} times something like it was known.`}`,
      next_step: ideaStep(call.app, session, first, allListed),
      added: shown,
      similar: similar.map(({ isSame: _, ...each }) => each),
    };
  },
});
