import { isPending } from './calls.js';
import type { Look } from './look.js';
import type { Answers } from './perform.js';
import type { WalkState } from './walk-state.js';

/** A step that servers had something to do with, from before to after. */
export interface Passage {
  readonly walk: WalkState;
  readonly before: Look;
  readonly after: Look;
  readonly answers: Answers;
  /** Whether nothing was going on, and nothing waited to be recovered, before and after. */
  readonly isQuiet: boolean;
}

type Rows = Look['rows'];
type Session = Rows['sessions'][number];

/** Sessions that have begun meanwhile. */
export function begunIn({ before, after }: Passage): Session[] {
  const known = new Set(before.rows.sessions.map(({ id }) => id));
  return after.rows.sessions.filter(({ id }) => !known.has(id));
}

/** Runs whose outcome came meanwhile, with what they were before. */
export function loggedIn({ before, after }: Passage) {
  return after.rows.runs.flatMap((run) => {
    const former = before.rows.runs.find(
      ({ session_id, number }) => session_id === run.session_id && number === run.number,
    );
    const isNew = run.number > 0 && run.outcome !== null && run.outcome !== (former?.outcome ?? null);
    return isNew ? [{ run, wasPending: former !== undefined && isPending(former) }] : [];
  });
}

/** Whether the step has gone back from a session. */
export function hasAbandoned({ answers: { command } }: Passage): boolean {
  return command?.name === 'abandon' && command.code === 0;
}

/** Whether everything that was asked for was refused. */
export function isRefused({ answers: { calls, command, isKill } }: Passage): boolean {
  if (isKill) return false;
  if (command !== undefined) return command.code !== 0;
  return calls.length > 0 && calls.every(({ isError }) => isError);
}

/** The session of a look that has not ended. */
export function openSession({ rows }: Look): Session | undefined {
  return rows.sessions.find(({ state }) => state !== 'ended');
}
