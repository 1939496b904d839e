import type { Session } from '../../store/session.js';
import type { App } from '../app.js';
import { brief } from '../report.js';
import { ideasToTry } from './list-ideas.js';

const ideas = 8;
const titleLength = 140;

/** The first ideas that are left to try, in less than a line each. */
export function briefIdeas(app: App, session: Session): object[] {
  return ideasToTry(app, session.id, ideas).map(({ idea_id, title, priority, again }) => ({
    idea_id,
    title: brief(title, titleLength),
    priority,
    ...(again === undefined ? {} : { again }),
  }));
}
