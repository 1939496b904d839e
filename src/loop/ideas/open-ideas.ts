import type { App } from '../app.js';
import { seenIds } from '../bounds.js';
import { type ShownIdea, shownIdeas } from './shown-idea.js';

const most = 1000;

/** Open ideas of all sessions, those of the highest priority first; at most 1,000. */
export function openIdeas(app: App): (ShownIdea & { readonly session_id: string })[] {
  const ideas = app.store.ideas.search({ state: 'open', sessions: seenIds(app), limit: most });
  return ideas.flatMap((idea) =>
    shownIdeas(app, idea.sessionId, [idea]).map((shown) => ({ session_id: idea.sessionId, ...shown })),
  );
}
