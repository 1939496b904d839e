import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oneKind } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { isAlive } from '../support/gate.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

describe.each(oneKind)('with the %s client', (kind) => {
  test('a worse candidate is not better; a discard puts everything back and keeps the try reachable', async () => {
    const { repository, server, started, attempt, log } = await startSession({ kind });
    repository.write('new.txt', 'new\n');
    repository.git('add', 'new.txt');
    const run = await attempt(printing(110));
    expect(run).toMatchObject({ verdict: 'not_better', can_keep: false, should_continue: true });
    expect(run.metric).toMatchObject({ incumbent: 100, candidate: 110, improvement_percent: -10 });
    const head = repository.git('rev-parse', 'HEAD');
    const logged = await log(run, 'discard');
    expect(logged).toMatchObject({ outcome: 'discarded', verdict: 'not_better', should_continue: true });
    expect(repository.git('status', '--porcelain', '-uall')).toBe('');
    expect(repository.read('code.sh')).toBe(printing(100));
    expect(repository.git('rev-parse', 'HEAD')).toBe(head);
    expect(repository.git('show', `${logged.ref}:code.sh`)).toBe(printing(110).trim());
    expect(repository.git('show', `${logged.ref}:new.txt`)).toBe('new');
    expect(storedRuns(server.home)).toMatchObject([
      { number: 0, verdict: 'baseline' },
      { number: 1, verdict: 'not_better', outcome: 'discarded', value: 110 },
    ]);
    expect(started.branch).toBe(repository.git('symbolic-ref', '--short', 'HEAD'));
  });

  test('a crash, by exit code or by signal, is a result without a number', async () => {
    const init = { command: 'exec sh bench.sh' };
    const { server, attempt, log } = await startSession({ kind, init });
    const exited = await attempt('echo METRIC size=1; echo oh dear >&2; exit 3\n');
    expect(exited).toMatchObject({ state: 'finished', verdict: 'crashed', can_keep: false });
    expect(exited.reason).toContain('3');
    expect(exited.output_tail).toContain('oh dear');
    expect(exited.metric).not.toHaveProperty('candidate');
    expect((await log(exited, 'crash')).outcome).toBe('discarded');
    const killed = await attempt('echo METRIC size=1; kill -SEGV $$\n');
    expect(killed).toMatchObject({ verdict: 'crashed', can_keep: false });
    expect(killed.reason).toContain('SIGSEGV');
    await log(killed, 'discard');
    expect(storedRuns(server.home).slice(1)).toMatchObject([
      { verdict: 'crashed', value: null },
      { verdict: 'crashed', value: null },
    ]);
  });

  test('a time-out ends the benchmark and its child that ignores TERM', async () => {
    const pidFile = join(temporaryDirectory(), 'pid');
    const { server, attempt } = await startSession({
      kind,
      files: { 'autoresearch.yaml': 'kill_grace_seconds: 0.2\n' },
      init: { timeout_seconds: 1 },
    });
    const child = `sh -c 'trap "" TERM; echo $$ > ${pidFile}; while :; do sleep 0.1; done' & wait\n`;
    const run = await attempt(`echo METRIC size=1\n${child}`);
    expect(run).toMatchObject({ verdict: 'timed_out', can_keep: false });
    expect(isAlive(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
    expect(storedRuns(server.home)[1]).toMatchObject({ verdict: 'timed_out', value: null });
  });

  test('a faster candidate that fails its checks cannot be kept', async () => {
    const { repository, server, attempt, log } = await startSession({
      kind,
      files: { 'check.sh': '! grep -q broken code.sh || { echo it is broken; exit 1; }\n' },
      init: { checks_command: 'sh check.sh' },
    });
    const run = await attempt(`${printing(50)}# broken\n`);
    expect(run).toMatchObject({ verdict: 'checks_failed', can_keep: false });
    expect(run.checks.state).toBe('failed');
    expect(run.checks.output_tail).toContain('it is broken');
    const before = repository.git('rev-parse', 'HEAD');
    const keep = { run_id: run.run_id, status: 'keep', description: 'please' };
    expect(await server.refused('log_experiment', keep)).toMatchObject({ code: 'keep_refused' });
    expect(repository.git('rev-parse', 'HEAD')).toBe(before);
    expect(repository.read('code.sh')).toContain('broken');
    expect((await log(run, 'checks_failed')).outcome).toBe('discarded');
    const good = await attempt(printing(50));
    expect(good).toMatchObject({ verdict: 'better', can_keep: true });
    expect(good.checks.state).toBe('passed');
  });

  test('checks that hang are ended, and refuse the keep', async () => {
    const { attempt } = await startSession({
      kind,
      files: { 'check.sh': '! grep -q hang code.sh || sleep 600\n' },
      init: { checks_command: 'sh check.sh', checks_timeout_seconds: 1 },
    });
    const run = await attempt(`${printing(50)}# hang\n`);
    expect(run).toMatchObject({ verdict: 'checks_failed', can_keep: false, checks: { state: 'timed_out' } });
  });

  test('a metric that is missing, contradictory or not finite is invalid', async () => {
    const { server, attempt, log } = await startSession({ kind, init: { metric_min: 1 } });
    const invalid = {
      'echo METRIC other=1\n': 'no line',
      'echo METRIC size=90; echo METRIC size=80\n': 'twice',
      'echo METRIC size=NaN\n': 'NaN',
      'echo METRIC size=1e999\n': '1e999',
      'echo METRIC size=0.5\n': 'below',
    };
    for (const [code, why] of Object.entries(invalid)) {
      const run = await attempt(code);
      expect(run).toMatchObject({ verdict: 'invalid_metric', can_keep: false });
      expect(run.reason).toContain(why);
      await log(run, 'discard');
    }
    const values = storedRuns(server.home).slice(1);
    expect(values.map((run) => run.value)).toEqual([null, null, null, null, null]);
    const repeated = await attempt('echo METRIC size=90; echo noise; echo METRIC size=90\n');
    expect(repeated).toMatchObject({ verdict: 'better' });
  });
});
