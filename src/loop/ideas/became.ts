import type { Idea, IdeaState } from '../../store/ideas.js';
import type { Run } from '../../store/run.js';
import { isCutOff } from '../../verdict/verdict.js';
import type { App } from '../app.js';
import { addIdeas } from './add-ideas.js';

/** Note that a run tries its idea. In the transaction that stores the run. */
export function noteTrial(app: App, run: Run): void {
  const idea = ideaOf(app, run);
  if (idea === undefined || idea.state === 'kept') return;
  const before = idea.state === 'trying' ? idea.before : idea.state;
  const trying: Idea = { ...idea, state: 'trying', ...(before === undefined ? {} : { before }) };
  app.store.ideas.update({ ...trying, updatedAt: Date.now() });
}

/** Note what became of the idea that a run has tried, and the ideas of its log. In the transaction that stores the outcome. */
export function noteOutcome(app: App, run: Run): void {
  const idea = ideaOf(app, run);
  if (idea !== undefined && !isCutOff(run.verdict))
    settle(app, idea, run.outcome === 'kept' ? 'kept' : 'rejected');
  const session = app.store.sessions.find(run.sessionId);
  const { ideas = [], client } = run.log ?? {};
  if (session === undefined || ideas.length === 0) return;
  addIdeas(
    app,
    session,
    ideas.map((title) => ({ title })),
    { run: run.number, client },
  );
}

/** Note that a run is over that has judged nothing: its idea is what it was before. In the transaction that ends the run. */
export function noteCutOff(app: App, run: Run): void {
  const idea = ideaOf(app, run);
  if (idea?.state === 'trying' && isCutOff(run.verdict)) settle(app, idea, idea.before ?? 'open');
}

function ideaOf(app: App, { sessionId, idea }: Run): Idea | undefined {
  return idea === undefined ? undefined : app.store.ideas.find(sessionId, idea);
}

/** What was kept once stays so, whatever comes of another try. */
function settle(app: App, { before: _, ...idea }: Idea, state: IdeaState): void {
  if (idea.state !== 'kept') app.store.ideas.update({ ...idea, state, updatedAt: Date.now() });
}
