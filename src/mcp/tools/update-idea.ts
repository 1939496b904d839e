import { z } from 'zod';
import { ideaStates } from '../../loop/ideas/list-ideas.js';
import { shownIdeas } from '../../loop/ideas/shown-idea.js';
import { updateIdea } from '../../loop/ideas/update-idea.js';
import { ideaId } from '../../loop/ids.js';
import { sessionById } from '../../loop/session-lookup.js';
import { ideaStep } from '../idea-step.js';
import { commonOutput, openObject } from '../output-fields.js';
import { defineTool } from '../tool.js';

export const updateIdeaTool = defineTool({
  name: 'update_idea',
  title: 'Change an idea',
  description:
    'Change state, priority or note of an idea. A run with its idea_id sets the state by itself: trying, then kept or rejected.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({
    idea_id: z.string(),
    state: z.enum(ideaStates).optional(),
    priority: z.number().int().min(0).max(10).optional(),
    note: z.string().max(4000).optional(),
  }),
  output: z.object({ ...commonOutput, idea: openObject }),
  run: ({ idea_id, ...change }, { app }) => {
    const idea = updateIdea(app, idea_id, change);
    const session = sessionById(app, idea.sessionId);
    return Promise.resolve({
      session_id: idea.sessionId,
      summary: `Idea ${ideaId(idea.sessionId, idea.number)} is ${idea.state}, with priority ${idea.priority}.`,
      next_step: ideaStep(app, session, idea.state === 'open' ? { idea_id } : undefined),
      idea: shownIdeas(app, idea.sessionId, [idea])[0],
    });
  },
});
