import { expect, test } from 'vitest';
import { storedSamples } from '../support/database.js';
import { startNoisySession } from '../support/noisy.js';
import { countByPurpose } from '../support/sample-pairs.js';

const lasting = (ms: number, seconds: number) => `ms=${ms}\nsleep ${seconds}\n`;

/** Seconds of a run's samples but for its longest: what was spent before the last one could begin. */
function spentBeforeLast(home: string, run: number): number {
  const seconds = storedSamples(home, run).map((sample) => sample.seconds);
  return seconds.reduce((sum, each) => sum + each, 0) - Math.max(...seconds);
}

test('a budget for one test only gives screened evidence', async () => {
  const { started, server, attempt } = await startNoisySession({
    code: lasting(100, 0.2),
    init: { measure_budget_seconds: 4.4 },
  });
  expect(started.plan).toContain('evidence: screened');
  expect(started.plan).not.toContain('evidence: confirmed');
  const run = await attempt(lasting(80, 0.2));
  expect(run).toMatchObject({ verdict: 'better', evidence: 'screened' });
  expect(countByPurpose(storedSamples(server.home, 1))).toEqual({
    gate: 1,
    'warm-up': 1,
    screen: 2 * run.metric.pairs,
  });
  for (const number of [0, 1]) expect(spentBeforeLast(server.home, number)).toBeLessThanOrEqual(4.4);
});

test('a budget for a few samples gives single evidence', async () => {
  const { started, server, attempt } = await startNoisySession({
    code: lasting(100, 0.2),
    init: { measure_budget_seconds: 1.8 },
  });
  expect(started.plan).toContain('evidence: single');
  expect(await attempt(lasting(70, 0.2))).toMatchObject({ verdict: 'better', evidence: 'single' });
  expect(countByPurpose(storedSamples(server.home, 1))).toEqual({ gate: 1 });
  for (const number of [0, 1]) expect(spentBeforeLast(server.home, number)).toBeLessThanOrEqual(1.8);
});

test('a candidate that takes much longer than the baseline is cut off by the budget, undecided', async () => {
  const { server, attempt } = await startNoisySession({
    code: lasting(100, 0.1),
    init: { measure_budget_seconds: 4 },
  });
  const run = await attempt(lasting(100, 1));
  expect(run).toMatchObject({ verdict: 'inconclusive', can_keep: false });
  expect(run.reason).toContain('budget of 4 s');
  expect(spentBeforeLast(server.home, 1)).toBeLessThanOrEqual(4);
});
