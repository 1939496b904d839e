import { type Abandoned, abandonSession } from '../loop/abandon.js';
import { print } from './print.js';
import { withStore } from './reading.js';
import { tellRefusal } from './tell-refusal.js';

/** Go back to the branch and state from before a session, for a person at a terminal. Exit code 1 for a refusal. */
export async function abandon(sessionId: string): Promise<void> {
  try {
    await print(`${wordsOn(await withStore((app) => abandonSession(app, sessionId)))}\n`);
  } catch (error) {
    tellRefusal(error);
  }
}

function wordsOn({ sessionId, base, branch, wasBack, wasCutOff, saved, pending }: Abandoned): string {
  const whereSaved = saved.map(
    (ref) =>
      `What ${ref.endsWith('-staged') ? 'was staged' : 'stood uncommitted in the working directory before'} is in ${ref}.`,
  );
  if (wasBack && !wasCutOff) {
    const done = `${sessionId} has ended, and ${base} is checked out already: nothing was done.`;
    return [done, ...whereSaved].join('\n');
  }
  return [
    `${sessionId} is abandoned: ${base} is checked out again,`,
    'with files and index as they were before the session.',
    ...(pending === undefined ? [] : [`Run ${pending.id} was not logged. Its code is in ${pending.ref}.`]),
    ...whereSaved,
    `The branch ${branch} and refs/autoresearch/${sessionId}/ stay.`,
  ].join('\n');
}
