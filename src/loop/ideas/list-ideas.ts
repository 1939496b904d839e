import type { IdeaState } from '../../store/ideas.js';
import type { App } from '../app.js';
import { type ShownIdea, shownIdeas } from './shown-idea.js';

export { ideaStates } from '../../store/ideas.js';

export interface IdeaFilter {
  readonly state?: IdeaState | undefined;
  readonly query?: string | undefined;
  readonly limit: number;
}

const scanned = 500;

/** Ideas of a session: best match first where there is a query, else the highest priority first. */
export function listIdeas(app: App, session: string, { state, query, limit }: IdeaFilter): ShownIdea[] {
  const found = app.store.ideas.search({ session, state, text: query, limit });
  return shownIdeas(app, session, found);
}

/** What there is left to try, in order: open ideas, and rejected ones whose files have changed since. */
export function ideasToTry(app: App, session: string, limit: number): ShownIdea[] {
  const of = (state: IdeaState, most: number) =>
    shownIdeas(app, session, app.store.ideas.search({ session, state, limit: most }));
  const again = of('rejected', scanned).filter((idea) => idea.again !== undefined);
  return [...of('open', limit), ...again].sort((a, b) => b.priority - a.priority).slice(0, limit);
}
