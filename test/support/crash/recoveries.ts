import { z } from 'zod';
import { gitList } from '../git-bytes.js';
import { type Rows, type RunRow, readRows, type SessionRow } from './rows.js';
import type { World } from './world.js';

const intentionShape = z.object({ outcome: z.enum(['kept', 'discarded']) });
const replayShape = z.object({ run: z.number(), state: z.string() });
const prefix = 'After a restart: ';

/**
 * Where a status does not tell what became of what was cut off, or tells something else.
 *
 * @param world in which everything has been put right.
 * @param cutOff rows as the kill has left them.
 * @param notes of `get_status`.
 */
export function untruths(world: World, cutOff: Rows, notes: readonly string[]): string[] {
  const now = readRows(world.home);
  const old = cutOff.recoveries.map(({ run, what }) =>
    noteOn(run === null ? 'the session' : `run ${run}`, what),
  );
  const fresh = without(
    notes.filter((note) => note.startsWith(prefix)),
    old,
  );
  const wanted = [
    ...cutOff.runs.flatMap((run) => wordsOnReopening(run, cutOff, now) ?? wordsOnRun(run, now)),
    ...cutOff.sessions.flatMap((session) => wordsOnSession(world, session, now)),
  ];
  return [
    ...without(wanted, fresh).map((note) => `get_status does not say: ${note}`),
    ...without(fresh, wanted).map((note) => `get_status says, and it is not so: ${note}`),
  ];
}

function noteOn(subject: string, what: string): string {
  return `${prefix}${subject} ${what}.`;
}

/** A session that was ended for one that never became active goes on, and it is that one whose status is asked for. */
function wordsOnReopening(run: RunRow, cutOff: Rows, now: Rows): string[] | undefined {
  if (run.number !== 0 || run.state !== 'running') return undefined;
  const what = `goes on: ${run.session_id}, for which it was ended, never became active`;
  // The recovery before, which was killed as well, had come so far.
  if (cutOff.recoveries.some((each) => each.what === what)) return [];
  const isActive = (id: string) => now.sessions.find((each) => each.id === id)?.state === 'active';
  if (!cutOff.sessions.some(({ id, state }) => state === 'ended' && isActive(id))) return undefined;
  return [noteOn('the session', what)];
}

/** What is true of a run that was cut off: of one that was not, there is nothing to say. */
function wordsOnRun(before: RunRow, now: Rows): string[] {
  const after = now.runs.find(
    ({ session_id, number }) => session_id === before.session_id && number === before.number,
  );
  return [...wordsOnMeasuring(before, after), ...wordsOnIntention(before, after)].map((what) =>
    noteOn(`run ${before.number}`, what),
  );
}

function wordsOnMeasuring(before: RunRow, after: RunRow | undefined): string[] {
  if (before.state !== 'running') return [];
  const { verdict } = after ?? {};
  if (verdict === 'interrupted' || verdict === 'cancelled') return [`${verdict}: its server was killed`];
  return ['goes on from its stored samples: its server was killed'];
}

function wordsOnIntention({ intention }: RunRow, after: RunRow | undefined): string[] {
  if (intention === null) return [];
  const { outcome } = intentionShape.parse(JSON.parse(intention));
  const verb = outcome === 'kept' ? 'keep' : 'discard';
  return [after?.outcome === outcome ? `finished the ${verb} that was cut off` : `is to be ${outcome}`];
}

function wordsOnSession(world: World, before: SessionRow, now: Rows): string[] {
  const after = now.sessions.find(({ id }) => id === before.id);
  return [...wordsOnReplay(before, after), ...wordsOnGoingBack(world, before, after)];
}

function wordsOnReplay({ replay, state }: SessionRow, after: SessionRow | undefined): string[] {
  if (replay === null || state === 'ended') return [];
  const { run, state: going } = replayShape.parse(JSON.parse(replay));
  if (going !== 'running') return [];
  const isUndone = after?.state === 'active' && after.replay === null;
  const what = 'was being measured against the baseline when the server was killed: call end_session again';
  return [noteOn(`run ${run}`, isUndone ? what : 'is being measured against the baseline')];
}

/** What was in the directory is in a ref, and whoever was told of it at the terminal may not have seen it. */
function wordsOnGoingBack({ repository }: World, before: SessionRow, after?: SessionRow): string[] {
  if (before.abandoning === null) return [];
  const refs = gitList(repository.root, [
    'for-each-ref',
    '--format=%(refname)%00',
    `refs/autoresearch/${before.id}/edits/abandoned-*`,
  ]);
  const saved = refs.map((ref) => ref.trim()).filter((ref) => ref !== '');
  const isThere = after?.abandoning === null && repository.git('symbolic-ref', '--short', 'HEAD') === 'main';
  const place = isThere ? 'main' : 'nowhere yet';
  const where = saved.length === 0 ? '' : `; what stood in the working directory is in ${saved.join(', ')}`;
  return [noteOn('the session', `went back to ${place}: the command that abandoned it was cut off${where}`)];
}

/** What is left of a list when each of some others has been taken from it once. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const rest = [...list];
  for (const each of others) {
    const at = rest.indexOf(each);
    if (at >= 0) rest.splice(at, 1);
  }
  return rest;
}
