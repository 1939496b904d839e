import type { Idea } from '../../store/ideas.js';
import type { Session } from '../../store/session.js';
import type { App } from '../app.js';
import { type Similar, similarIn } from './similar-ideas.js';

export interface NewIdea {
  readonly title: string;
  readonly detail?: string | undefined;
  /** 0 to 10; the highest is tried first. Default: 5. */
  readonly priority?: number | undefined;
}

/** Where ideas come from. */
export interface IdeaSource {
  /** Number of the run whose log they came with. */
  readonly run?: number;
  /** Name of the client. */
  readonly client?: string | undefined;
}

export interface AddedIdeas {
  readonly added: readonly Idea[];
  /** What is like one of them, beside its title. */
  readonly similar: readonly (Similar & { readonly new_title: string })[];
}

const usualPriority = 5;

/**
 * Add ideas to a session. One that the session lists already, in the same words, is not added again; one that is like
 * another, or like what was tried in this repository, is added, and what it is like is told.
 */
export function addIdeas(
  app: App,
  session: Session,
  ideas: readonly NewIdea[],
  source: IdeaSource,
): AddedIdeas {
  const similarTo = similarIn(app, session);
  return app.store.transaction(() => {
    const outcomes = ideas.map((idea) => {
      const title = idea.title.trim();
      const similar = similarTo(title).map((each) => ({ ...each, new_title: title }));
      if (similar.some(({ isSame }) => isSame)) return { similar };
      return { similar, added: addIdea(app, session, { ...idea, title }, source) };
    });
    return {
      added: outcomes.flatMap(({ added }) => added ?? []),
      similar: outcomes.flatMap(({ similar }) => similar),
    };
  });
}

function addIdea(app: App, session: Session, idea: NewIdea, { run, client }: IdeaSource): Idea {
  const now = Date.now();
  const added: Idea = {
    sessionId: session.id,
    number: app.store.ideas.nextNumber(session.id),
    title: idea.title,
    ...(idea.detail === undefined ? {} : { detail: idea.detail }),
    state: 'open',
    priority: idea.priority ?? usualPriority,
    ...(run === undefined ? {} : { fromRun: run }),
    ...(client === undefined ? {} : { fromClient: client }),
    createdAt: now,
    updatedAt: now,
  };
  app.store.ideas.insert(added);
  return added;
}
