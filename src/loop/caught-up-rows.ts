import type { Run } from '../store/run.js';
import type { Session } from '../store/session.js';
import { isCutOff } from '../verdict/verdict.js';
import type { RunTrace, SessionTraces } from './session-traces.js';

/** The `end_reason` of a session whose row is from before its baseline was measured. */
const outdatedReason =
  'its row was from before the baseline was measured: what came after was rebuilt from refs and commits by `autoresearch-mcp recover`';

/**
 * The traces of runs whose rows are older than them: kept runs that the row does not know as kept, and runs that were open
 * then, though later ones have been kept or have no row.
 *
 * @param rowOf the row of a run, if there is one.
 */
export function overtaken(traces: SessionTraces, rowOf: (run: number) => Run | undefined): RunTrace[] {
  const last = traces.runs.at(-1);
  const isLate = (trace: RunTrace, row: Run) =>
    trace.kept !== undefined && row.outcome !== 'kept' && !(trace === last && isBeingKept(trace, row));
  const known = traces.runs.map((trace) => ({ trace, row: rowOf(trace.number) }));
  const news = known.filter(({ trace, row }) => row === undefined || isLate(trace, row));
  const newest = news.at(-1)?.trace.number ?? -1;
  return known.flatMap(({ trace, row }) => {
    if (row === undefined) return [];
    return isLate(trace, row) || (trace.number < newest && isOpen(row)) ? [trace] : [];
  });
}

/** A keep that was cut off is finished by the next server, with the files that belong to it. */
function isBeingKept({ kept }: RunTrace, { intention }: Run): boolean {
  return intention?.commit !== undefined && intention.commit === kept?.commit.commit;
}

/** Whether a run is still measured or waits to be logged, or is a baseline that was not completed, by its row. */
function isOpen({ number, state, verdict, outcome, intention }: Run): boolean {
  if (number === 0) return verdict !== 'baseline';
  if (state === 'running' || intention !== undefined) return true;
  return outcome === undefined && !isCutOff(verdict);
}

/** An older row, with what its traces tell. What was measured by then stays. */
export function caughtUp(row: Run, rebuilt: Run): Run {
  const { intention, displacedTree: _, ...rest } = row;
  const { verdict, evidence, approval, value, result, finishedAt } = rebuilt;
  const facts = { verdict, evidence, approval, value, result, finishedAt };
  const told = Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
  const { outcome, keptCommit, loggedAt, log = intention?.log } = rebuilt;
  return {
    ...rest,
    state: 'finished',
    ...(row.result === undefined ? told : {}),
    ...(outcome === undefined ? {} : { outcome }),
    ...(keptCommit === undefined ? {} : { keptCommit }),
    ...(loggedAt === undefined ? {} : { loggedAt }),
    ...(log === undefined ? {} : { log }),
  };
}

/**
 * A session of which runs were rebuilt or brought up to date: what was kept last is its incumbent. One that was being
 * started by its row has no plan to go on with.
 *
 * @param last the run that was kept last, if it is one of those.
 */
export function advanced(session: Session, last: RunTrace | undefined): Session {
  return {
    ...session,
    ...(last?.kept === undefined
      ? {}
      : {
          incumbent: last.number,
          incumbentTree: last.candidate.tree,
          incumbentCommit: last.kept.commit.commit,
        }),
    ...(session.state === 'starting'
      ? { state: 'ended', endReason: outdatedReason, endedAt: Date.now() }
      : {}),
  };
}
