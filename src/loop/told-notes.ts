import type { PersonNote } from '../store/notes.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { brief } from './report.js';
import { visibleText } from './shown-text.js';
import { utcMinute } from './utc-minute.js';

const longest = 500;
const toldAtOnce = 2;
const remembered = 3;
const longestRemembered = 160;

/** What a person has said on the command line, in sentences that no result has carried yet. From now on it is told. */
export function newWords(app: App, session: Session): string[] {
  return [
    ...(app.store.sessions.tellResumed(session.id) ? ['A person has resumed the session.'] : []),
    ...newNotes(app, session).map(quoted),
  ];
}

/** Oldest first. Of many the rest comes with the next result. */
function newNotes(app: App, { id }: Session): PersonNote[] {
  if (app.store.notes.untold(id).length === 0) return [];
  return app.store.transaction(() => {
    const notes = app.store.notes.untold(id).slice(0, toldAtOnce);
    for (const note of notes) app.store.notes.markTold(note, Date.now());
    return notes;
  });
}

/** The notes that {@link newWords} would tell, and nobody has been told by this. */
export function waitingWords(app: App, { id }: Session): string[] {
  return app.store.notes.untold(id).slice(0, toldAtOnce).map(quoted);
}

/** All that no result has carried yet, for people, the newest first. */
export function untoldWords(app: App, { id }: Session): string[] {
  const notes = app.store.notes.untold(id).reverse();
  return notes.map(({ text }) => `Not told yet: "${visibleText(text, longest)}".`);
}

function quoted({ text }: PersonNote): string {
  return `A person says: "${visibleText(text, longest)}".`;
}

/** The beginning of what a person has said, where all of it stands elsewhere. */
export function inShort(words: string): string {
  return brief(words, longestRemembered);
}

/** The last of what has been told in short, for whoever takes over. */
export function lastWords(app: App, { id }: Session): string[] {
  const notes = app.store.notes.lastTold(id, remembered).reverse();
  return notes.map(({ text, at }) => {
    return `A person said (${utcMinute(at)} UTC): ${visibleText(text, longestRemembered)}`;
  });
}
