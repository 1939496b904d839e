import { expect, test } from 'vitest';
import { storedSamples } from '../support/database.js';
import { startNoisySession } from '../support/noisy.js';

const comments = (count: number) => '# a line\n'.repeat(count);
const code = (ms: number, lines: number) => `${comments(lines)}ms=${ms}\n`;

test('accept: simpler keeps fewer lines that are as fast, and not fewer lines that are slower', async () => {
  const { attempt, log, repository } = await startNoisySession({
    percent: 1,
    code: code(100, 5),
    init: { accept: 'simpler', min_effect_percent: 2 },
  });
  const slower = await attempt(code(105, 1));
  expect(slower).toMatchObject({ verdict: 'not_better', can_keep: false });
  expect(slower.reason).toContain('probably worse');
  await log(slower, 'discard');
  const longer = await attempt(code(100, 6));
  expect(longer).toMatchObject({ verdict: 'not_better', can_keep: false });
  await log(longer, 'discard');
  const simpler = await attempt(code(100, 1));
  expect(simpler).toMatchObject({ verdict: 'not_better', can_keep: true });
  expect(simpler).not.toHaveProperty('evidence');
  expect(simpler.reason).toContain('no worse by more than 2 %');
  expect(await log(simpler, 'keep')).toMatchObject({ outcome: 'kept' });
  expect(repository.git('show', 'HEAD:code.sh')).toBe(code(100, 1).trim());
});

test('accept: simpler does not let twenty small losses add up', async () => {
  const { attempt, log, server } = await startNoisySession({
    percent: 0,
    code: code(100, 25),
    init: { accept: 'simpler', min_effect_percent: 1 },
  });
  let speed = 100;
  const kept: number[] = [];
  for (let step = 1; step <= 20; step++) {
    const run = await attempt(code(speed * 1.007, 25 - step));
    if (run.can_keep) {
      kept.push(step);
      speed *= 1.007;
    }
    await log(run, run.can_keep ? 'keep' : 'discard');
  }
  expect(kept).toEqual([1]);
  expect(storedSamples(server.home, 20)).toHaveLength(1);
});

test('accept: simpler holds small losses against the last gain, also where the metric is noisy', async () => {
  const { attempt, log, server } = await startNoisySession({
    percent: 0.3,
    code: code(100, 10),
    init: { accept: 'simpler', min_effect_percent: 1 },
  });
  const gain = await attempt(code(90, 10));
  expect(gain).toMatchObject({ verdict: 'better' });
  await log(gain, 'keep');
  const loss = await attempt(code(90.4, 8));
  expect(loss).toMatchObject({ verdict: 'not_better', can_keep: true });
  await log(loss, 'keep');
  const next = await attempt(code(91.3, 6));
  expect(next).toMatchObject({ can_keep: false });
  const incumbents = storedSamples(server.home, 3).filter(({ side }) => side === 'incumbent');
  expect(new Set(incumbents.map((sample) => sample.measured_run))).toEqual(new Set([1]));
});

test('accept: simpler gives the same code no second test against the same run', async () => {
  const { attempt, log, repository, server } = await startNoisySession({
    percent: 0,
    code: code(100, 25),
    init: { accept: 'simpler', min_effect_percent: 1 },
  });
  await log(await attempt(code(102, 10)), 'discard');
  const simpler = await attempt(code(100.5, 20));
  expect(simpler).toMatchObject({ verdict: 'not_better', can_keep: true });
  await log(simpler, 'keep');
  repository.write('code.sh', code(102, 10));
  const again = await server.refused('run_experiment', { description: 'again' });
  expect(again).toMatchObject({ code: 'already_measured', verdict: 'not_better' });
  expect(again.message).toContain('against run 0');
});
