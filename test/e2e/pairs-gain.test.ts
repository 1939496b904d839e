import { describe, expect, test } from 'vitest';
import { oneKind } from '../support/connect.js';
import { countRows, storedSamples } from '../support/database.js';
import { startNoisySession } from '../support/noisy.js';
import { countByPurpose } from '../support/sample-pairs.js';

describe.each(oneKind)('with the %s client', (kind) => {
  test('a gain of 5 % at a noise of 3 % is confirmed and kept, and told with its interval', async () => {
    const { attempt, log, repository, started } = await startNoisySession({ kind });
    expect(started.noise).toMatchObject({ deterministic: false, pairs: 8 });
    expect(started.plan).toContain('evidence: confirmed');
    const run = await attempt('ms=95\n');
    expect(run).toMatchObject({ verdict: 'better', evidence: 'confirmed', can_keep: true });
    const { metric } = run;
    expect(metric.improvement_percent).toBeGreaterThan(3);
    expect(metric.improvement_percent).toBeLessThan(7);
    expect(metric.ci_low_percent).toBeLessThan(metric.improvement_percent);
    expect(metric.ci_high_percent).toBeGreaterThan(metric.improvement_percent);
    expect(metric.p_value).toBeLessThanOrEqual(0.0085);
    expect([8, 16, 24]).toContain(metric.pairs);
    expect(run.reason).toContain(`in ${metric.pairs} pairs`);
    const kept = await log(run, 'keep');
    expect(kept).toMatchObject({
      outcome: 'kept',
      best: { run: 1, claimed_percent: metric.improvement_percent },
    });
    expect(repository.git('show', 'HEAD:code.sh')).toBe('ms=95');
  });
});

test('of eight intervals most hold the true gain', async () => {
  const { attempt, log } = await startNoisySession();
  let holding = 0;
  for (let step = 1; step <= 8; step++) {
    const run = await attempt(`ms=${100 * 0.9 ** step}\n`);
    expect(run).toMatchObject({ verdict: 'better', evidence: 'confirmed' });
    if (run.metric.ci_low_percent < 10 && 10 < run.metric.ci_high_percent) holding++;
    await log(run, 'keep');
  }
  expect(holding).toBeGreaterThanOrEqual(6);
});

test('strictness: explore keeps after the screen, whose evidence is the weaker one', async () => {
  const { attempt, server, started } = await startNoisySession({ init: { strictness: 'explore' } });
  expect(started.plan).toContain('evidence: screened');
  expect(started.plan).not.toContain('confirmed');
  const run = await attempt('ms=94\n');
  expect(run).toMatchObject({ verdict: 'better', evidence: 'screened', can_keep: true });
  expect(run.reason).toContain('Better in one test');
  expect(countRows(server.home, 'samples', "purpose = 'confirm'")).toBe(0);
  expect(countByPurpose(storedSamples(server.home, 1))).toEqual({
    gate: 1,
    'warm-up': 1,
    screen: 2 * run.metric.pairs,
  });
});
