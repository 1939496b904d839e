import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { runReported } from '../support/command-line.js';
import { connect, oneKind } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { printing, scriptInit, startSession } from '../support/session.js';

describe.each(oneKind)('with the %s client', (kind) => {
  test('the report names what was kept, and its merge command works', async () => {
    const { repository, server, started, settle } = await startSession({ kind });
    await settle(printing(90), 'keep');
    await settle(printing(95), 'discard');
    await settle(printing(45), 'keep');
    const ending = { session_id: started.session_id, summary: 'smaller is better' };
    const { report } = await server.ok('end_session', ending);
    expect(report.headline).toContain('100');
    expect(report.headline).toContain('45');
    expect(report.headline).toContain('55 %');
    expect(report.counts).toMatchObject({ experiments: 3, kept: 2, discarded: 1 });
    expect(report.kept_commits).toHaveLength(2);
    expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe(started.branch);
    execFileSync('sh', ['-c', report.merge], { cwd: repository.root, stdio: 'ignore' });
    expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe('main');
    expect(repository.read('code.sh')).toBe(printing(45));
    expect(repository.git('log', '-1', '--format=%(trailers:key=Autoresearch-After,valueonly)')).toBe('45\n');

    expect((await server.ok('end_session', ending)).report.headline).toBe(report.headline);
    repository.write('code.sh', printing(1));
    const late = { session_id: started.session_id, description: 'late' };
    expect(await server.refused('run_experiment', late)).toMatchObject({ code: 'session_ended' });
  });

  test('the report of a session that kept nothing has a way back, too', async () => {
    const { repository, server, started } = await startSession({ kind });
    const { report } = await server.ok('end_session', { session_id: started.session_id });
    expect(report.headline).toContain('nothing was kept');
    runReported(report.abandon, repository.root);
    expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe('main');
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('a session with a run that is not logged cannot be ended', async () => {
    const { server, started, attempt } = await startSession({ kind });
    const run = await attempt(printing(90));
    expect(await server.refused('end_session', { session_id: started.session_id })).toMatchObject({
      code: 'run_pending',
      run_id: run.run_id,
    });
    expect(await server.ok('get_status')).toMatchObject({
      pending_run: { run_id: run.run_id, state: 'finished', can_keep: true },
      session: { state: 'active' },
    });
  });

  test('the same config answers with the active session; another one is refused', async () => {
    const { repository, server, started } = await startSession({ kind });
    const same = await server.ok('init_experiment', { ...scriptInit, wait_seconds: 3 });
    expect(same).toMatchObject({ session_id: started.session_id, verdict: 'baseline' });
    expect(same.notes.join()).toContain('goes on');
    const head = repository.git('rev-parse', 'HEAD');
    for (const other of [{ max_experiments: 3 }, { name: 'Other' }, { direction: 'higher' }]) {
      const error = await server.refused('init_experiment', { ...scriptInit, ...other });
      expect(error).toMatchObject({ code: 'session_exists', session_id: started.session_id });
    }
    expect(repository.git('rev-parse', 'HEAD')).toBe(head);
    expect(countRows(server.home, 'sessions')).toBe(1);
  });

  test('restart ends the old session, says why it had stopped, and starts from the present HEAD', async () => {
    const { repository, server, started, settle } = await startSession({
      kind,
      init: { max_experiments: 1 },
    });
    await settle(printing(90), 'keep');
    const head = repository.git('rev-parse', 'HEAD');
    const next = await server.ok('init_experiment', { ...scriptInit, name: 'Next', restart: true });
    expect(next.session_id).not.toBe(started.session_id);
    expect(next.metric.incumbent).toBe(90);
    expect(next.notes.join()).toContain(started.session_id);
    expect(next.notes.join()).toContain('max_experiments');
    expect(repository.git('rev-parse', 'HEAD')).toBe(head);
    expect(await server.ok('get_status', { session_id: started.session_id })).toMatchObject({
      session: { state: 'ended' },
      should_continue: true,
    });
    expect(countRows(server.home, 'sessions', "state = 'active'")).toBe(1);
  });

  test('a restart that comes to nothing has ended nothing', async () => {
    const { repository, server, started, settle } = await startSession({ kind });
    await settle(printing(90), 'keep');
    const restart = { ...scriptInit, name: 'Next', command: 'false', restart: true };
    const { code } = await server.refused('init_experiment', restart);
    expect(code).toBe('baseline_failed');
    const place = { directory: repository.root };
    expect(await server.ok('get_status', place)).toMatchObject({
      session_id: started.session_id,
      session: { state: 'active' },
      best: { value: 90 },
    });
    repository.write('code.sh', printing(80));
    const { session_id } = started;
    const run = await server.ok('run_experiment', { session_id, description: 'goes on' });
    expect(run).toMatchObject({ verdict: 'better', metric: { incumbent: 90 } });
  });

  test('a new server finds the session of its directory, and its pending run', async () => {
    const { repository, server, started, attempt } = await startSession({ kind });
    const run = await attempt(printing(90));
    await server.close();
    const next = await connect({ directory: repository.root, kind, home: server.home });
    const status = await next.ok('get_status');
    expect(status).toMatchObject({
      session_id: started.session_id,
      pending_run: { run_id: run.run_id, state: 'finished' },
    });
    const keep = { run_id: run.run_id, status: 'keep', description: 'kept later' };
    expect((await next.ok('log_experiment', keep)).commit).toBe(repository.git('rev-parse', 'HEAD'));
    const { commit } = await next.ok('log_experiment', keep);
    expect(commit).toBe(repository.git('rev-parse', 'HEAD'));
    expect(repository.git('rev-list', '--count', 'main..HEAD')).toBe('1');
  });
});
