import { conflictNotes } from './carry-notes.js';
import type { Logged } from './log-run.js';

type Found = Pick<Logged, 'session' | 'editedSince' | 'leftCommits' | 'savedRef' | 'stagedRef' | 'carry'>;

/** What is told of what somebody had edited, staged or committed besides when a run was kept or discarded. */
export function loggedNotes(found: Found, keeps: boolean): string[] {
  const { session, editedSince, leftCommits, savedRef, stagedRef, carry } = found;
  const stays = carry === undefined ? keeps : true;
  return [
    ...(stays && editedSince.length > 0
      ? ['Edits that were not measured are still in the working directory, uncommitted.']
      : []),
    ...(savedRef === undefined
      ? []
      : [
          `Edits made after the measurement were saved under ${savedRef} before files were written over them.`,
        ]),
    ...(stagedRef === undefined
      ? []
      : [
          `What was staged and nowhere else is saved as ${stagedRef}: \`git show ${stagedRef}:<path>\` shows it.`,
        ]),
    ...leftCommits,
    ...conflictNotes(session, carry?.conflicts ?? [], keeps),
  ];
}
