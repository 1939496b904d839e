import { Refusal } from '../../errors.js';
import type { Idea, IdeaState } from '../../store/ideas.js';
import type { App } from '../app.js';
import { ideaById } from './find-idea.js';

export interface IdeaChange {
  readonly state?: IdeaState | undefined;
  readonly priority?: number | undefined;
  readonly note?: string | undefined;
}

/**
 * Change what is thought of an idea.
 *
 * @throws Refusal `unknown_idea`; `invalid_config` for one that is to be kept, when no run that tried it was.
 */
export function updateIdea(app: App, id: string, { state, priority, note }: IdeaChange): Idea {
  return app.store.transaction(() => {
    const idea = ideaById(app, id);
    if (state === 'kept') assertKept(app, idea);
    const changed: Idea = {
      ...idea,
      ...(state === undefined ? {} : { state }),
      ...(priority === undefined ? {} : { priority }),
      ...(note === undefined ? {} : { note }),
      updatedAt: Date.now(),
    };
    app.store.ideas.update(changed);
    app.store.events.insert({
      sessionId: changed.sessionId,
      at: changed.updatedAt,
      kind: 'idea changed',
      data: { idea: changed.number, state: changed.state },
    });
    return changed;
  });
}

function assertKept(app: App, { sessionId, number }: Idea): void {
  if (app.store.runs.ofIdea(sessionId, number)?.outcome === 'kept') return;
  throw new Refusal(
    'invalid_config',
    'No run that tried this idea was kept.',
    'Measure it with run_experiment and its idea_id, and keep that run: the state follows. Or give another state.',
  );
}
