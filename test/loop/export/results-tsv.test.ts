import { expect, test } from 'vitest';
import { resultsTsv } from '../../../src/loop/export/results-tsv.js';
import { exportedSession, resultOf } from './exported.js';

test('a line for each run that was decided on, in the published columns', () => {
  const { app, session } = exportedSession([
    {
      verdict: 'better',
      outcome: 'kept',
      value: 90.125,
      keptCommit: 'abcdef0123',
      log: { status: 'keep', description: 'Unroll\tthe\n loop ' },
      result: resultOf(10, { peak_vram_mb: 45_060.2 }),
    },
    { verdict: 'not_better', outcome: 'discarded', value: 120, result: resultOf(-20, { memory_gb: 2.25 }) },
    { verdict: 'crashed', outcome: 'discarded' },
    { verdict: 'timed_out', outcome: 'discarded' },
    { verdict: 'checks_failed', outcome: 'discarded', value: 80 },
    { verdict: 'cancelled' },
    { verdict: 'interrupted', outcome: 'discarded' },
    { verdict: 'better', canKeep: true, value: 70 },
    { verdict: 'crashed' },
    { verdict: 'better', outcome: 'kept', keptCommit: 'bcdef01234' },
  ]);
  expect(resultsTsv(app, session).split('\n')).toEqual([
    'commit\tms\tmemory_gb\tstatus\tdescription',
    '1111111\t100\t0.0\tkeep\tBaseline',
    'abcdef0\t90.125\t44.0\tkeep\tUnroll the loop',
    '2222222\t120\t2.3\tdiscard\tTry 2',
    '3333333\t0.000000\t0.0\tcrash\tTry 3',
    '4444444\t0.000000\t0.0\tcrash\tTry 4',
    '5555555\t80\t0.0\tdiscard\tTry 5',
    'bcdef01\tNaN\t0.0\tkeep\tTry 10',
    '',
  ]);
});

test('a session without a baseline yet has a header alone', () => {
  const { app, session } = exportedSession([]);
  app.store.sessions.insert({ ...session, id: 'new-one' });
  expect(resultsTsv(app, { ...session, id: 'new-one' })).toBe('commit\tms\tmemory_gb\tstatus\tdescription\n');
});
