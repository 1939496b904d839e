import { expect, test } from 'vitest';
import { storedSamples } from '../support/database.js';
import { startNoisySession } from '../support/noisy.js';
import { countByPurpose } from '../support/sample-pairs.js';

test('a deterministic metric costs one sample a candidate, and three more of each side before a keep', async () => {
  const { started, server, attempt, log } = await startNoisySession({ percent: 0 });
  expect(started.noise).toMatchObject({ deterministic: true, samples: 17 });
  await log(await attempt('ms=101\n'), 'discard');
  expect(countByPurpose(storedSamples(server.home, 1))).toEqual({ gate: 1 });
  expect(await attempt('ms=99\n')).toMatchObject({ verdict: 'better', evidence: 'exact' });
  expect(countByPurpose(storedSamples(server.home, 2))).toEqual({ gate: 1, repeat: 6 });
});

test('a crash costs one sample, whether the metric is noisy or not', async () => {
  for (const percent of [0, 3]) {
    const { server, attempt } = await startNoisySession({ percent });
    expect(await attempt('exit 4\n')).toMatchObject({ verdict: 'crashed', can_keep: false });
    expect(storedSamples(server.home, 1)).toMatchObject([
      { purpose: 'gate', status: 'crashed', value: null },
    ]);
  }
});

test('a candidate that is clearly worse costs four pairs', async () => {
  const { started, server, attempt } = await startNoisySession();
  expect(started.plan).toContain('clearly worse costs about 4 pairs');
  const run = await attempt('ms=130\n');
  expect(run).toMatchObject({ verdict: 'not_better', can_keep: false, metric: { pairs: 4 } });
  expect(run.reason).toContain('improbable');
  expect(countByPurpose(storedSamples(server.home, 1))).toEqual({ gate: 1, 'warm-up': 1, screen: 8 });
});

test('whole milliseconds of a noisy benchmark are noisy, and a change without effect is not kept', async () => {
  const { started, attempt, log, repository } = await startNoisySession({ format: '%.0f', code: 'ms=40\n' });
  expect(started.noise.deterministic).toBe(false);
  const start = repository.git('rev-parse', 'HEAD');
  for (const number of [1, 2, 3, 4]) {
    const run = await attempt(`ms=40 # ${number}\n`);
    expect(run).toMatchObject({ can_keep: false });
    expect(Number.isInteger(2 * run.metric.candidate)).toBe(true);
    await log(run, 'discard');
  }
  expect(repository.git('rev-parse', 'HEAD')).toBe(start);
});
