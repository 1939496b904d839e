import { expect, test } from 'vitest';
import { logJsonl } from '../../../src/loop/export/log-jsonl.js';
import { piHeaderFields, piRunFields } from '../../support/pi-log-fields.js';
import { exportedSession, resultOf } from './exported.js';

test('lines as pi-autoresearch writes them: a configuration, then the runs, counted from 1', () => {
  const { app, session } = exportedSession([
    {
      verdict: 'better',
      evidence: 'confirmed',
      outcome: 'kept',
      value: 90,
      keptCommit: 'abcdef0123',
      result: resultOf(10, { compile_ms: 4 }),
      log: { status: 'keep', description: 'Unroll', hypothesis: 'branches', next_focus: 'the parser' },
    },
    { verdict: 'cancelled' },
    { verdict: 'crashed', outcome: 'discarded', result: resultOf(0) },
    { verdict: 'checks_failed', outcome: 'discarded', value: 80 },
    { verdict: 'checks_failed', outcome: 'discarded' },
  ]);
  const [config, ...runs] = logJsonl(app, session)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(config).toEqual({
    type: 'config',
    name: 'Sort speed',
    metricName: 'ms',
    metricUnit: '',
    bestDirection: 'lower',
  });
  expect(Object.keys(config)).toEqual(piHeaderFields);
  for (const run of runs) expect(Object.keys(run)).toEqual(piRunFields);
  expect(runs.map(({ run, metric, status }) => [run, metric, status])).toEqual([
    [1, 100, 'keep'],
    [2, 90, 'keep'],
    [3, 0, 'crash'],
    [4, 80, 'checks_failed'],
    [5, 0, 'checks_failed'],
  ]);
  expect(runs[1]).toEqual({
    run: 2,
    commit: 'abcdef0',
    metric: 90,
    metrics: { compile_ms: 4 },
    status: 'keep',
    description: 'Unroll',
    timestamp: 1001,
    segment: 0,
    confidence: null,
    asi: {
      run_id: 'sort-speed-k3f9.1',
      verdict: 'better',
      evidence: 'confirmed',
      improvement_percent: 10,
      hypothesis: 'branches',
      next_action_hint: 'the parser',
    },
  });
  expect(runs.map(({ asi }) => asi.no_metric)).toEqual([undefined, undefined, true, undefined, true]);
  expect(runs[2].asi).toMatchObject({ run_id: 'sort-speed-k3f9.3', rollback_reason: 'Because.' });
});
