import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Run } from '../../src/store/run.js';
import { openStore } from '../../src/store/store.js';
import type { Verdict } from '../../src/verdict/verdict.js';
import { storedRun, storedSession } from '../support/stored.js';
import { temporaryDirectory } from '../support/temporary.js';

const failures: readonly Verdict[] = ['crashed', 'timed_out', 'invalid_metric'];
const uncounted: readonly Verdict[] = ['cancelled', 'interrupted'];
const others: readonly Verdict[] = ['better', 'not_better', 'inconclusive', 'checks_failed'];

type Ending = Pick<Run, 'state' | 'canKeep'> & Partial<Pick<Run, 'verdict' | 'outcome'>>;

/** Uncounted runs are frequent: they must not hide the others. */
const ended: fc.Arbitrary<Ending> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...uncounted).map((verdict) => finished(verdict, false)) },
  { weight: 3, arbitrary: fc.constantFrom(...failures).map((verdict) => finished(verdict, false)) },
  { weight: 2, arbitrary: fc.constantFrom(...others).map((verdict) => finished(verdict, false)) },
  { weight: 1, arbitrary: fc.constant<Ending>({ ...finished('better', true), outcome: 'kept' }) },
);
const last: fc.Arbitrary<Ending[]> = fc.constantFrom(
  [],
  [finished('better', true)],
  [{ state: 'running', canKeep: false }],
);

function finished(verdict: Verdict, canKeep: boolean): Ending {
  return { state: 'finished', verdict, canKeep, ...(canKeep ? {} : { outcome: 'discarded' as const }) };
}

/** The runs that count, newest first, back to where the row is broken, or to the one that is forgiven. */
function rowOf(runs: readonly Ending[], after: number, breaks: (run: Ending) => boolean): Ending[] {
  const counted = runs
    .slice(after)
    .filter((run) => run.verdict !== undefined && !uncounted.includes(run.verdict))
    .reverse();
  const end = counted.findIndex(breaks);
  return end === -1 ? counted : counted.slice(0, end);
}

test('rows of failures and of runs without a keep are exact, however many cancelled runs lie between', () => {
  const store = openStore(temporaryDirectory());
  let session = 0;
  fc.assert(
    fc.property(
      fc.array(ended, { maxLength: 30 }),
      last,
      fc.nat({ max: 30 }),
      fc.boolean(),
      (before, newest, forgiven, manyCancelled) => {
        const padding = manyCancelled ? Array.from({ length: 200 }, () => finished('cancelled', false)) : [];
        const runs = [...before, ...padding, ...newest];
        const after = Math.min(forgiven, before.length);
        const id = `session-${session++}`;
        store.transaction(() => {
          store.sessions.insert({ ...storedSession, id });
          store.runs.insert({ ...storedRun, sessionId: id, state: 'finished', verdict: 'baseline' });
          runs.forEach((run, at) => {
            store.runs.insert({ ...storedRun, ...run, sessionId: id, number: at + 1 });
          });
        });
        const failed = rowOf(runs, after, (run) => !failures.some((verdict) => verdict === run.verdict));
        expect(store.runs.failedInARow(id, after)).toBe(failed.length);
        const unkept = rowOf(runs, after, (run) => run.outcome === 'kept');
        const open = unkept.filter((run) => run.outcome === undefined && run.canKeep);
        expect(store.runs.sinceKeep(id, after)).toBe(unkept.length - open.length);
      },
    ),
    { seed: 20_260_701, numRuns: 150 },
  );
  store.close();
});
