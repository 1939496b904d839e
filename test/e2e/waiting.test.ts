import { describe, expect, test } from 'vitest';
import { clientKinds, connect } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { makeGate } from '../support/gate.js';
import { printing, scriptInit, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';

describe.each(clientKinds)('with the %s client', (kind) => {
  test('a benchmark longer than wait_seconds is picked up again by run_id', async () => {
    const gate = makeGate();
    const { repository, server, log } = await startSession({ kind, init: { wait_seconds: 30 } });
    repository.write('code.sh', gate.code + printing(90));
    const first = await server.ok('run_experiment', { description, wait_seconds: 0.2 });
    expect(first).toMatchObject({ state: 'running', run: 1, should_continue: true });
    expect(first).not.toHaveProperty('verdict');
    const again = await server.ok('run_experiment', { run_id: first.run_id, wait_seconds: 0 });
    expect(again).toMatchObject({ state: 'running', run_id: first.run_id });
    await gate.reached();
    gate.open();
    const done = await server.ok('run_experiment', { run_id: first.run_id });
    expect(done).toMatchObject({ state: 'finished', verdict: 'better', run_id: first.run_id });
    expect(storedRuns(server.home)).toHaveLength(2);
    expect((await log(done, 'keep')).commit).toBe(repository.git('rev-parse', 'HEAD'));
  });

  test('the baseline, too; until it is there the repository is as it was', async () => {
    const gate = makeGate();
    const repository = makeRepository({
      'bench.sh': '. ./code.sh\n',
      'code.sh': gate.code + printing(100),
    });
    const server = await connect({ directory: repository.root, kind });
    const first = await server.ok('init_experiment', { ...scriptInit, wait_seconds: 0.2 });
    expect(first).toMatchObject({ state: 'running', run: 0 });
    await gate.reached();
    expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe('main');
    repository.write('code.sh', printing(1));
    const early = await server.refused('run_experiment', { description });
    expect(early).toMatchObject({ code: 'run_in_progress', run_id: first.run_id });
    const ending = await server.refused('end_session', { session_id: first.session_id });
    expect(ending.code).toBe('run_in_progress');
    gate.open();
    const done = await server.ok('run_experiment', { run_id: first.run_id, wait_seconds: 30 });
    expect(done).toMatchObject({ state: 'finished', verdict: 'baseline', run: 0 });
    expect(done.branch).toBe(repository.git('symbolic-ref', '--short', 'HEAD'));
    expect(done.plan).toContain('deterministic');
    // What was edited meanwhile is a candidate now, and not part of the baseline.
    expect(await server.ok('run_experiment', { description, wait_seconds: 30 })).toMatchObject({
      run: 1,
      metric: { incumbent: 100, candidate: 1 },
    });
  });

  test('a cancelled run ends its processes, does not count, and needs no log', async () => {
    const gate = makeGate();
    const { repository, server } = await startSession({ kind });
    repository.write('code.sh', gate.code + printing(90));
    const run = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      code: 'run_in_progress',
    });
    const keep = { run_id: run.run_id, status: 'keep', description };
    expect(await server.refused('log_experiment', keep)).toMatchObject({ code: 'run_in_progress' });
    const cancelled = await server.ok('cancel_run', { run_id: run.run_id });
    expect(cancelled).toMatchObject({ state: 'finished', verdict: 'cancelled', can_keep: false });
    expect(gate.isOccupied()).toBe(false);
    expect(await server.ok('cancel_run', { run_id: run.run_id })).toMatchObject({ verdict: 'cancelled' });
    expect((await server.ok('get_status')).pending_run).toBeUndefined();
    expect(await server.refused('log_experiment', keep)).toMatchObject({ code: 'keep_refused' });
    expect(repository.read('code.sh')).toBe(gate.code + printing(90));
    await server.ok('log_experiment', { ...keep, status: 'discard' });
    expect(repository.read('code.sh')).toBe(printing(100));
    expect(storedRuns(server.home)[1]).toMatchObject({ verdict: 'cancelled', value: null });
  });

  test('a cancelled baseline leaves the repository as it was, and another can be started', async () => {
    const gate = makeGate();
    const repository = makeRepository({ 'bench.sh': '. ./code.sh\n', 'code.sh': gate.code + printing(100) });
    const branches = repository.git('branch', '--all');
    const server = await connect({ directory: repository.root, kind });
    const init = await server.ok('init_experiment', { ...scriptInit, wait_seconds: 0 });
    await gate.reached();
    const cancelled = await server.ok('cancel_run', { run_id: init.run_id });
    expect(cancelled).toMatchObject({ verdict: 'cancelled', should_continue: false, stop_reason: 'ended' });
    expect(cancelled.next_step).toContain('init_experiment');
    expect(repository.git('branch', '--all')).toBe(branches);
    gate.open();
    expect(await server.ok('init_experiment', scriptInit)).toMatchObject({ verdict: 'baseline' });
  });

  test('a cancelled request ends only the waiting', async () => {
    const gate = makeGate();
    const { repository, server, started } = await startSession({ kind });
    repository.write('code.sh', gate.code + printing(90));
    const abort = new AbortController();
    const call = server.call('run_experiment', { description }, abort.signal);
    await gate.reached();
    abort.abort();
    await expect(call).rejects.toThrow();
    expect(await server.ok('get_status')).toMatchObject({ pending_run: { state: 'running' } });
    expect(gate.isOccupied()).toBe(true);
    gate.open();
    const done = await server.ok('run_experiment', { run_id: `${started.session_id}.1` });
    expect(done).toMatchObject({ state: 'finished', verdict: 'better' });
  });

  test('progress arrives while a run is waited for, without an interim result', async () => {
    const gate = makeGate();
    const { repository, server } = await startSession({ kind });
    const before = server.progress.length;
    expect(before).toBeGreaterThan(0);
    repository.write('code.sh', gate.code + printing(9876));
    const call = server.ok('run_experiment', { description });
    await eventually('progress', () =>
      server.progress.slice(before).some((message) => message.includes('candidate')),
    );
    gate.open();
    await call;
    expect(server.progress.join('\n')).not.toContain('9876');
  });
});
