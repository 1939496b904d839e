import type { App } from '../loop/app.js';
import { isReadyForMore, nextStepIn } from '../loop/next-step.js';
import type { Session } from '../store/session.js';

/**
 * What to do after a look at ideas: to try one, unless something else comes before.
 *
 * @param first an idea that can be tried.
 * @param without what to do where there is none; if left out, what the session wants next.
 */
export function ideaStep(
  app: App,
  session: Session,
  first?: { readonly idea_id: string },
  without?: string,
): string {
  if (!isReadyForMore(app, session)) return nextStepIn(app, session);
  if (first === undefined) return without ?? nextStepIn(app, session);
  return `To try one, edit the code for it and call run_experiment with its idea_id, such as "${first.idea_id}".`;
}
