import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { visibleText } from './shown-text.js';

/** What is said of every run that was read from a file, wherever it is shown. */
export const importedWords = 'imported, not measured by this server';

const mark = `[${importedWords}]`;

/** A description for a file that has no other place to say so. */
export function withImportedMark(description: string): string {
  return `${description} ${mark}`.trim();
}

/** What {@link withImportedMark} was given. */
export function withoutImportedMark(description: string): string {
  return description.endsWith(mark) ? description.slice(0, -mark.length).trimEnd() : description;
}

const longestCommit = 40;

/** What a file says of a run, as lists show it. */
export interface ShownClaim {
  /** Says that what comes with it was never measured here. */
  readonly imported?: string;
  readonly claimed_value?: number;
  readonly claimed_commit?: string;
}

/** Nothing for a run that was measured here. */
export function shownClaim({ imported }: Run): ShownClaim {
  if (imported === undefined) return {};
  const { metric, commit } = imported;
  return {
    imported: importedWords,
    ...(metric === undefined ? {} : { claimed_value: metric }),
    ...(commit === undefined ? {} : { claimed_commit: visibleText(commit, longestCommit) }),
  };
}

/** Where a session was read from, in a sentence; none for one that was measured here. */
export function importedNotes({ imported }: Session): string[] {
  if (imported === undefined) return [];
  const when = new Date(imported.at).toISOString().slice(0, 10);
  return [
    `It was imported from ${visibleText(imported.file, 200)} on ${when}: none of its numbers was measured by this server, and no commit in it is known to be here.`,
  ];
}
