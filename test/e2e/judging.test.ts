import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oneKind } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

/** Shell code that prints other values from call to call: the given ones, one after the other, again and again. */
function taking(values: readonly number[]): string {
  const counter = join(temporaryDirectory(), 'counter');
  return `n=$(cat ${counter} 2>/dev/null || echo 0)
echo $((n + 1)) > ${counter}
set -- ${values.join(' ')}
shift $((n % ${values.length}))
echo METRIC size=$1
`;
}

describe.each(oneKind)('with the %s client', (kind) => {
  test('a constraint that is broken refuses the keep of a better metric', async () => {
    const code = (size: number, memory: number) => `${printing(size)}echo METRIC memory=${memory}\n`;
    const { attempt, log, server } = await startSession({
      kind,
      files: { 'code.sh': code(100, 50) },
      init: { constraints: [{ metric: 'memory', max: 70, max_regression_percent: 20 }] },
    });
    const run = await attempt(code(90, 61));
    expect(run).toMatchObject({ verdict: 'constraint_violated', can_keep: false });
    expect(run.reason).toContain('memory went from 50 to 61');
    expect(run.metrics).toEqual([{ name: 'memory', incumbent: 50, candidate: 61 }]);
    await log(run, 'discard');
    expect((await attempt(code(90, 71))).reason).toContain('above its maximum of 70');
    await server.ok('log_experiment', { run_id: `${run.session_id}.2`, status: 'discard', description: 'd' });
    const unprinted = await attempt(printing(90));
    expect(unprinted).toMatchObject({ verdict: 'constraint_violated', can_keep: false });
    await log(unprinted, 'discard');
    expect(await attempt(code(90, 60))).toMatchObject({ verdict: 'better', can_keep: true });
  });

  test('accept: simpler keeps fewer lines that are no worse, and not fewer lines that are', async () => {
    const long = `# one\n# two\n# three\n${printing(100)}`;
    const { repository, attempt, log } = await startSession({
      kind,
      files: { 'code.sh': long },
      init: { accept: 'simpler' },
    });
    const worse = await attempt(printing(101));
    expect(worse).toMatchObject({ verdict: 'not_better', can_keep: false });
    await log(worse, 'discard');
    const longer = await attempt(`${long}# four\n`);
    expect(longer).toMatchObject({ verdict: 'not_better', can_keep: false });
    await log(longer, 'discard');
    const simpler = await attempt(printing(100));
    expect(simpler).toMatchObject({ verdict: 'not_better', can_keep: true });
    expect(simpler).not.toHaveProperty('evidence');
    const kept = await log(simpler, 'keep');
    expect(kept).toMatchObject({ outcome: 'kept', best: { run: 3, value: 100 } });
    expect(repository.git('show', 'HEAD:code.sh')).toBe(printing(100).trim());
  });

  test('a metric that varies is judged by pairs, and needs the smallest effect', async () => {
    const { started, attempt, log } = await startSession({
      kind,
      files: { 'code.sh': taking([100, 100.4, 99.8, 100.2, 99.6]) },
    });
    expect(started.noise).toMatchObject({ deterministic: false, pairs: 8 });
    expect(started.plan).toContain('confirmed');
    const tiny = await attempt(taking([99.5, 99.9, 99.3, 99.7, 99.1]));
    expect(tiny).toMatchObject({ verdict: 'not_better', can_keep: false });
    expect(tiny.reason).toContain('1 %');
    await log(tiny, 'discard');
    const better = await attempt(taking([90, 90.4, 89.8, 90.2, 89.6]));
    expect(better).toMatchObject({ verdict: 'better', evidence: 'confirmed', metric: { pairs: 8 } });
    expect(better.metric.ci_low_percent).toBeGreaterThan(9);
    expect(better.metric.ci_high_percent).toBeLessThan(11);
  });

  test('a metric that varies and takes too long to be repeated gives single evidence', async () => {
    const { started, attempt, log } = await startSession({
      kind,
      files: { 'code.sh': `sleep 0.2\n${taking([100, 104, 98, 102, 96])}` },
      init: { measure_budget_seconds: 1.2 },
    });
    expect(started.noise.deterministic).toBe(false);
    expect(started.plan).toContain('single');
    const within = await attempt(printing(100));
    expect(within).toMatchObject({ verdict: 'not_better', can_keep: false });
    await log(within, 'discard');
    expect(await attempt(printing(90))).toMatchObject({ verdict: 'better', evidence: 'single' });
  });

  test('a metric that only looked deterministic ends that mode for the session', async () => {
    const { server, started, attempt, log } = await startSession({ kind });
    expect(started.noise.deterministic).toBe(true);
    const lucky = await attempt(taking([90, 110]));
    expect(lucky).toMatchObject({ verdict: 'not_better', can_keep: false });
    expect(lucky.notes.join()).toContain('not deterministic');
    await log(lucky, 'discard');
    expect((await server.ok('get_status')).session.noise.deterministic).toBe(false);
    const next = await attempt(printing(80));
    expect(next).toMatchObject({ verdict: 'better', evidence: 'confirmed' });
    expect(storedRuns(server.home).slice(1)).toMatchObject([{ evidence: null }, { evidence: 'confirmed' }]);
  });

  test('a metric that only looked deterministic until the end is replayed in pairs', async () => {
    const { attempt, log, server } = await startSession({ kind, init: { editable: ['code.sh'] } });
    // The gate and three repeats, and then the replay.
    const run = await attempt(taking([90, 90, 90, 90, 93, 88, 91, 89]));
    expect(run).toMatchObject({ verdict: 'better', evidence: 'exact' });
    await log(run, 'keep');
    const { report } = await server.ok('end_session', { session_id: run.session_id });
    expect(report.replay).toMatchObject({ state: 'finished', baseline: 100, pairs: 24 });
    expect(report.headline).toContain('95 % interval');
  });

  test('direction: higher, and a smallest effect', async () => {
    const init = { direction: 'higher', min_effect_percent: 5 };
    const { attempt, log } = await startSession({ kind, init });
    await log(await attempt(printing(95)), 'discard');
    const small = await attempt(printing(104));
    expect(small).toMatchObject({ verdict: 'not_better', metric: { improvement_percent: 4 } });
    await log(small, 'discard');
    const large = await attempt(printing(105.1));
    expect(large).toMatchObject({ verdict: 'better', metric: { improvement_percent: 5.1 } });
  });
});
