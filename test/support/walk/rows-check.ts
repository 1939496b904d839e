import { isDeepStrictEqual } from 'node:util';
import { corruptionsOf, idOf, type RunRow } from '../crash/rows.js';
import { isPending } from './calls.js';
import type { Look } from './look.js';
import type { WalkState } from './walk-state.js';

/** What must be true of the rows, also while something is going on. */
export function wrongRows({ home }: WalkState, before: Look, { rows: { runs, sessions } }: Look): string[] {
  const measuring = runs.filter(({ state }) => state === 'running');
  const now = new Map(runs.map((run) => [idOf(run), run]));
  return [
    ...corruptionsOf(home),
    ...(measuring.length > 1 ? [`measured at the same time: ${measuring.map(idOf).join(', ')}`] : []),
    ...sessions
      .filter(({ id }) => runs.filter((run) => run.session_id === id && isPending(run)).length > 1)
      .map(({ id }) => `${id} has several runs that wait to be logged`),
    ...(sessions.filter(({ state }) => state !== 'ended').length > 1 ? ['several sessions are open'] : []),
    ...runs.flatMap(wrongRun),
    ...before.rows.sessions
      .filter(({ id }) => !sessions.some((session) => session.id === id))
      .map(({ id }) => `${id} has disappeared`),
    ...before.rows.runs.flatMap((run) => rewritten(run, now.get(idOf(run)))),
  ];
}

const valueless = new Set(['crashed', 'timed_out', 'invalid_metric']);

function wrongRun(run: RunRow): string[] {
  const { number, verdict, value, outcome, kept_commit } = run;
  const wrong = [
    valueless.has(verdict ?? '') && value !== null && 'has a value without a metric',
    number > 0 && outcome === 'kept' && verdict !== 'better' && `is kept and ${verdict}`,
    number > 0 && (outcome === 'kept') !== (kept_commit !== null) && 'has a commit that does not fit',
  ];
  return wrong.filter((each) => each !== false).map((each) => `${idOf(run)} ${each}`);
}

/** What a run is made of stays, and so does its verdict; a discarded run may still be kept. */
function rewritten(before: RunRow, after: RunRow | undefined): string[] {
  if (after === undefined) return [`${idOf(before)} has disappeared`];
  const lasting = ({ tree, candidate_commit }: RunRow) => ({ tree, candidate_commit });
  const judged = ({ verdict, evidence, value }: RunRow) => ({ verdict, evidence, value });
  return [
    !isDeepStrictEqual(lasting(before), lasting(after)) && 'is made of something else now',
    before.verdict !== null && !isDeepStrictEqual(judged(before), judged(after)) && 'was judged anew',
    before.outcome === 'kept' && after.outcome !== 'kept' && 'is no longer kept',
    before.kept_commit !== null && before.kept_commit !== after.kept_commit && 'is kept as another commit',
  ]
    .filter((each) => each !== false)
    .map((each) => `${idOf(before)} ${each}`);
}
