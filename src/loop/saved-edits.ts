import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { laterEditsPrefix } from '../workspace/commits.js';
import type { App } from './app.js';
import { shellWord } from './shell-word.js';

const kind = 'edits saved';
const toldEdits = 3;

/** Write into the journal that a run put something else in the place of what was edited while it was measured. */
export function noteSavedEdits(app: App, { sessionId, number }: Run, ref: string): void {
  app.store.events.insert({ sessionId, run: number, at: Date.now(), kind, data: { ref } });
}

/** Where the edits are that were made while a run was measured in the directory; undefined for none. */
export function whereSaved(app: App, session: string, run: number): string | undefined {
  const isSaved = app.store.events.recent(session, kind, 1).some((event) => event.run === run);
  return isSaved ? `The edits are saved under ${laterEditsPrefix(session)}.` : undefined;
}

/** What is told of the last edits that were saved so, newest first. */
export function savedEditsOf(app: App, session: Session): string[] {
  return savedBy(app, session, () => true);
}

/**
 * What is told of edits that a person's accept has found in its way: its answer went to the terminal, and whoever made
 * them has not seen it.
 *
 * @param number of the run that is next, or of the one that came next.
 */
export function savedByAccept(app: App, session: Session, number: number): string[] {
  const last = app.store.runs.find(session.id, number - 1);
  return last?.accepts === undefined ? [] : savedBy(app, session, (run) => run === last.number);
}

function savedBy(app: App, session: Session, isMeant: (run: number | undefined) => boolean): string[] {
  return app.store.events
    .recent(session.id, kind, toldEdits)
    .filter((event) => isMeant(event.run))
    .map(({ run, data }) => {
      const ref = shellWord(String(data.ref));
      return `Files were edited while run ${run ?? '?'} was measured in this directory; the edits are saved as ${ref}: \`git checkout ${ref} -- <path>\` takes them.`;
    });
}
