import { expect, test } from 'vitest';
import { countRows } from '../support/database.js';
import { type NoisyOptions, startNoisySession } from '../support/noisy.js';

const code = (ms: number, memory: number) => `ms=${ms}\nmemory=${memory}\n`;
const options = (limits: object): NoisyOptions => ({
  code: code(100, 50),
  init: { constraints: [{ metric: 'memory', ...limits }] },
});

test('noise of a constrained metric does not stand in the way of a gain', async () => {
  const { attempt, log } = await startNoisySession(options({ max_regression_percent: 5 }));
  const run = await attempt(code(95, 50));
  expect(run).toMatchObject({ verdict: 'better', evidence: 'confirmed', can_keep: true });
  const [memory] = run.metrics;
  expect(Math.abs(memory.incumbent - 50)).toBeLessThan(2);
  expect(Math.abs(memory.candidate - 50)).toBeLessThan(2);
  expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept' });
});

test('a constraint that is surely broken is told before any sample of the confirmation', async () => {
  const { server, attempt, log } = await startNoisySession(options({ max_regression_percent: 5 }));
  const run = await attempt(code(95, 55));
  expect(run).toMatchObject({ verdict: 'constraint_violated', can_keep: false });
  expect(run).not.toHaveProperty('evidence');
  expect(run.reason).toContain('memory went from');
  expect(countRows(server.home, 'samples', "run = 1 AND purpose = 'screen'")).toBeGreaterThanOrEqual(16);
  expect(countRows(server.home, 'samples', "run = 1 AND purpose = 'confirm'")).toBe(0);
  await expect(log(run, 'keep')).rejects.toThrow('keep_refused');
});

test('an absolute limit is held against the median, not against single samples', async () => {
  const { server, attempt, log } = await startNoisySession(options({ max: 51 }));
  const within = await attempt(code(90, 50));
  expect(within).toMatchObject({ verdict: 'better', can_keep: true });
  const above = `run = 1 AND side = 'candidate' AND json_extract(metrics, '$[0].value') > 51`;
  expect(countRows(server.home, 'samples', above)).toBeGreaterThan(0);
  await log(within, 'keep');
  const beyond = await attempt(code(80, 54));
  expect(beyond).toMatchObject({ verdict: 'constraint_violated', can_keep: false });
  expect(beyond.reason).toContain('above its maximum of 51');
});
