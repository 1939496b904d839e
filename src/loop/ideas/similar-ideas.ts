import type { Session } from '../../store/session.js';
import { bareText } from '../../store/words.js';
import type { App } from '../app.js';
import { seenIds } from '../bounds.js';
import { ideaId, runId } from '../ids.js';
import { likeness } from './likeness.js';
import { ideaWords, runWords } from './similar-words.js';

/** Something that was listed, or tried, before. */
export interface Similar {
  readonly idea_id?: string;
  readonly run_id?: string;
  readonly title: string;
  /** One sentence on what became of it. */
  readonly what: string;
  /** Whether it is an idea of the same session in the same words. */
  readonly isSame: boolean;
}

const looksAlike = 0.6;
const lookedAt = 20;
const told = 3;

/**
 * Tells of one new idea after the other what is like it: ideas and runs of any session in the repository that is to be seen.
 * Ideas of the same session in the same words come first, then the likest.
 */
export function similarIn(app: App, session: Session): (title: string) => Similar[] {
  const where = { repository: session.commonDir, sessions: seenIds(app), limit: lookedAt };
  return (title) => similarTo(app, session, { ...where, text: title });
}

function similarTo(app: App, session: Session, near: Near): Similar[] {
  const found = [...similarIdeas(app, session, near), ...similarRuns(app, session, near)];
  return found
    .filter(({ degree }) => degree >= looksAlike)
    .sort((a, b) => Number(b.isSame) - Number(a.isSame) || b.degree - a.degree)
    .slice(0, told)
    .map(({ degree: _, ...similar }) => similar);
}

type Candidate = Similar & { readonly degree: number };

interface Near {
  readonly repository: string;
  readonly sessions: readonly string[] | undefined;
  /** The new idea's title. */
  readonly text: string;
  readonly limit: number;
}

function similarIdeas(app: App, session: Session, near: Near): Candidate[] {
  const { text: said, ...where } = near;
  const found = [
    ...app.store.ideas.search({ ...where, said }),
    ...app.store.ideas.search({ ...near, how: 'any' }),
  ];
  const ideas = new Map(found.map((idea) => [ideaId(idea.sessionId, idea.number), idea]));
  return [...ideas.values()].map((idea) => {
    const isSaid = saysTheSame(idea.title, near.text);
    const run = app.store.runs.ofIdea(idea.sessionId, idea.number);
    return {
      idea_id: ideaId(idea.sessionId, idea.number),
      title: idea.title,
      what: ideaWords(session, idea, run, isSaid),
      isSame: isSaid && idea.sessionId === session.id,
      degree: isSaid ? 1 : likeness(near.text, idea.title),
    };
  });
}

function similarRuns(app: App, session: Session, near: Near): Candidate[] {
  const { text: said, ...where } = near;
  const found = [
    ...app.store.search.find({ ...where, said, order: 'newest' }),
    ...app.store.search.find({ ...near, how: 'all', order: 'best' }),
    ...app.store.search.find({ ...near, how: 'any', order: 'best' }),
  ];
  const runs = new Map(found.map((run) => [run.row, run]));
  return [...runs.values()].flatMap(({ sessionId, number }) => {
    const run = app.store.runs.find(sessionId, number);
    if (run === undefined || number === 0) return [];
    const title = run.log?.description ?? run.description;
    const isSaid = saysTheSame(title, near.text);
    return [
      {
        run_id: runId(sessionId, number),
        title,
        what: runWords(session, run, title, isSaid),
        isSame: false,
        degree: isSaid ? 1 : likeness(near.text, title),
      },
    ];
  });
}

function saysTheSame(one: string, other: string): boolean {
  return bareText(one) === bareText(other);
}
