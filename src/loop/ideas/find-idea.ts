import { Refusal } from '../../errors.js';
import type { Idea } from '../../store/ideas.js';
import type { App } from '../app.js';
import { seenSession } from '../bounds.js';
import { parseIdeaId } from '../ids.js';

/** @throws Refusal `unknown_idea` */
export function ideaById(app: App, id: string): Idea {
  const { session: sessionId, idea: number } = parseIdeaId(id);
  const idea = app.store.ideas.find(sessionId, number);
  if (idea !== undefined && seenSession(app, sessionId) !== undefined) return idea;
  throw new Refusal(
    'unknown_idea',
    `There is no idea "${id.slice(0, 100)}".`,
    'list_ideas has them with their ids.',
  );
}

/**
 * The idea of a session that one of its runs is to try.
 *
 * @throws Refusal `unknown_idea`, also for one of another session.
 */
export function ideaOf(app: App, sessionId: string, id: string): Idea {
  const idea = ideaById(app, id);
  if (idea.sessionId === sessionId) return idea;
  throw new Refusal(
    'unknown_idea',
    `Idea ${id} is one of ${idea.sessionId}, and the run one of ${sessionId}.`,
    'Add it to this session with add_ideas, or leave idea_id out.',
  );
}
