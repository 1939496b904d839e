import { describe, expect, test } from 'vitest';
import { connect, oneKind } from '../support/connect.js';
import { storedSamples } from '../support/database.js';
import { printing, startSession } from '../support/session.js';

/** Checks that do what the candidate asks for, once they have printed more than anybody wants to read. */
const files = {
  'check.sh': `i=0; while [ $i -lt 300 ]; do i=$((i + 1)); echo "line $i"; done
echo the last words
if grep -q '# fail' code.sh; then exit 3; fi
if grep -q '# killed' code.sh; then kill -9 $$; fi
if grep -q '# hang' code.sh; then sleep 600; fi
`,
};
const init = { checks_command: 'sh check.sh', checks_timeout_seconds: 2 };

/** Purposes of the samples that were taken for a run. */
function sampled(home: string, run: number): string[] {
  return storedSamples(home, run).map((sample) => sample.purpose);
}

describe.each(oneKind)('with the %s client', (kind) => {
  test.each([
    ['fail', 'failed', 'ended with exit code 3'],
    ['killed', 'failed', '(was killed by SIGKILL|ended with exit code 137)'],
    ['hang', 'timed_out', 'still running after 2 s'],
  ])('checks that %s refuse the keep of a better candidate, for good', async (how, state, why) => {
    const { repository, server, attempt } = await startSession({ kind, files, init });
    const run = await attempt(`${printing(50)}# ${how}\n`);
    expect(run).toMatchObject({ verdict: 'checks_failed', can_keep: false, checks: { state } });
    expect(run.reason).toMatch(new RegExp(`^The checks command .*${why}`));
    expect(run.checks.output_tail).toMatch(/line 300\nthe last words\n/);
    expect(Object.keys(run.checks).sort()).toEqual(['output_tail', 'seconds', 'state']);
    expect(run).not.toHaveProperty('evidence');

    const { run_id } = run;
    const keep = { run_id, status: 'keep', description: 'please' };
    const refused = { code: 'keep_refused', verdict: 'checks_failed' };
    expect(await server.refused('log_experiment', keep)).toMatchObject(refused);
    await server.close();

    const next = await connect({ directory: repository.root, kind, home: server.home });
    expect(await next.ok('get_status')).toMatchObject({
      pending_run: { run_id, state: 'finished', can_keep: false },
      recent_runs: [{ run_id, verdict: 'checks_failed' }, {}],
    });
    expect(await next.refused('log_experiment', keep)).toMatchObject(refused);
    const again = await next.ok('get_run', { run_id });
    expect(again.run).toMatchObject({ verdict: 'checks_failed', can_keep: false, reason: run.reason });
    expect(again.run.checks).toEqual(run.checks);
    const discard = { ...keep, status: 'checks_failed' };
    expect(await next.ok('log_experiment', discard)).toMatchObject({ outcome: 'discarded' });
    expect(await next.refused('log_experiment', keep)).toMatchObject(refused);
    expect(repository.git('rev-list', '--count', 'main..HEAD')).toBe('0');
    expect(repository.read('code.sh')).toBe(printing(100));
  });

  test('checks_when promising, the default: none for what is worse or crashes', async () => {
    const { attempt, log } = await startSession({ kind, files, init });
    const worse = await attempt(`${printing(110)}# fail\n`);
    expect(worse).toMatchObject({ verdict: 'not_better', checks: { state: 'not_run' } });
    expect(worse.checks).not.toHaveProperty('output_tail');
    await log(worse, 'discard');
    const crashing = await attempt('exit 1 # fail\n');
    expect(crashing).toMatchObject({ verdict: 'crashed', checks: { state: 'not_run' } });
    await log(crashing, 'crash');
    expect(await attempt(printing(90))).toMatchObject({ verdict: 'better', checks: { state: 'passed' } });
  });

  test('checks_when always: also for what is worse, and their failure is the verdict', async () => {
    const always = { ...files, 'autoresearch.yaml': 'checks_when: always\n' };
    const { attempt, log } = await startSession({ kind, files: always, init });
    const failing = await attempt(`${printing(110)}# fail\n`);
    expect(failing).toMatchObject({ verdict: 'checks_failed', can_keep: false });
    expect(failing.checks).toMatchObject({ state: 'failed' });
    expect(failing.metric.candidate).toBe(110);
    await log(failing, 'checks_failed');
    const passing = await attempt(printing(110));
    expect(passing).toMatchObject({ verdict: 'not_better', checks: { state: 'passed' } });
    await log(passing, 'discard');
    const crashing = await attempt('exit 1 # fail\n');
    expect(crashing).toMatchObject({ verdict: 'crashed', checks: { state: 'not_run' } });
  });

  test('checks_when first: a failing one costs no sample', async () => {
    const first = { ...files, 'autoresearch.yaml': 'checks_when: first\n' };
    const { server, attempt, log } = await startSession({ kind, files: first, init });
    for (const how of ['fail', 'killed', 'hang']) {
      const run = await attempt(`${printing(50)}# ${how}\n`);
      expect(run).toMatchObject({ verdict: 'checks_failed', can_keep: false });
      expect(run.checks.output_tail).toContain('the last words');
      expect(sampled(server.home, run.run)).toEqual([]);
      await log(run, 'checks_failed');
    }
    const worse = await attempt(printing(110));
    expect(worse).toMatchObject({ verdict: 'not_better', checks: { state: 'passed' } });
    await log(worse, 'discard');
    const good = await attempt(printing(50));
    expect(good).toMatchObject({ verdict: 'better', checks: { state: 'passed' } });
    expect(sampled(server.home, good.run)[0]).toBe('gate');
    expect(storedSamples(server.home).filter(({ side, run }) => side === 'candidate' && run < 4)).toEqual(
      storedSamples(server.home, 0).filter(({ side }) => side === 'candidate'),
    );
  });
});
