import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { clientKinds, connect } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';

describe.each(clientKinds)('two servers of one home, with the %s client', (kind) => {
  test('one measurement at a time: another repository is told who is measuring', async () => {
    const gate = makeGate();
    const { repository, server, started } = await startSession({ kind });
    const elsewhere = makeRepository(scriptFiles);
    // Over HTTP, a server tells nothing of repositories that it does not work in.
    const both = { directory: elsewhere.root, elsewhere: [repository.root] };
    const other = await connect({ ...both, kind, home: server.home });
    const place = { directory: elsewhere.root };
    repository.write('code.sh', gate.code + printing(90));
    const run = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    const before = pictureOf(elsewhere);
    const busy = await other.refused('init_experiment', { ...scriptInit, ...place, wait_seconds: 0.2 });
    expect(busy).toMatchObject({ code: 'machine_busy' });
    expect(busy.message).toContain(started.session_id);
    expect(pictureOf(elsewhere)).toEqual(before);
    expect(await other.refused('get_status', place)).toMatchObject({ code: 'no_session' });
    const waiting = other.ok('init_experiment', { ...scriptInit, ...place, wait_seconds: 60 });
    gate.open();
    expect(await waiting).toMatchObject({ verdict: 'baseline' });
    expect(await server.ok('run_experiment', { run_id: run.run_id })).toMatchObject({ verdict: 'better' });
  });

  test('the run of one can be waited for and kept by the other, and not cancelled', async () => {
    const gate = makeGate();
    const { repository, server } = await startSession({ kind });
    const other = await connect({ directory: repository.root, kind, home: server.home });
    repository.write('code.sh', gate.code + printing(90));
    const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    expect(await other.ok('get_status')).toMatchObject({ pending_run: { run_id, state: 'running' } });
    const notCancelled = await other.refused('cancel_run', { run_id });
    expect(notCancelled.code).toBe('run_in_progress');
    expect(notCancelled.message).toContain(`(${server.pid})`);
    expect((await other.refused('run_experiment', { description })).code).toBe('run_in_progress');
    const keep = { run_id, status: 'keep', description };
    expect((await other.refused('log_experiment', keep)).code).toBe('run_in_progress');
    const restart = { ...scriptInit, name: 'Other', restart: true };
    expect((await other.refused('init_experiment', restart)).code).toBe('run_in_progress');
    expect(gate.isOccupied()).toBe(true);
    const waiting = other.ok('run_experiment', { run_id });
    gate.open();
    expect(await waiting).toMatchObject({ state: 'finished', verdict: 'better' });
    expect(other.progress.join()).toContain('another process');
    const { commit } = await other.ok('log_experiment', keep);
    expect((await server.ok('log_experiment', keep)).commit).toBe(commit);
    expect(repository.git('rev-parse', 'HEAD')).toBe(commit);
    expect(storedRuns(server.home)).toHaveLength(2);
  });

  test('two calls at once start one run', async () => {
    const { repository, server } = await startSession({ kind });
    const other = await connect({ directory: repository.root, kind, home: server.home });
    repository.write('code.sh', printing(90));
    const calls = [server, other, server, other].map((each) => each.call('run_experiment', { description }));
    const outcomes = await Promise.all(calls);
    expect(outcomes.filter((outcome) => !outcome.isError)).toHaveLength(1);
    for (const { error } of outcomes.filter((outcome) => outcome.isError)) {
      expect(['run_in_progress', 'run_pending']).toContain(error?.code);
    }
    expect(storedRuns(server.home)).toHaveLength(2);
  });

  test('two calls of init at once start one session', async () => {
    const repository = makeRepository(scriptFiles);
    const server = await connect({ directory: repository.root, kind });
    const other = await connect({ directory: repository.root, kind, home: server.home });
    const calls = [server, other, server].map((each) => each.call('init_experiment', scriptInit));
    const outcomes = await Promise.all(calls);
    const ids = outcomes.filter((each) => !each.isError).map((each) => each.fields.session_id);
    expect(new Set(ids).size).toBe(1);
    expect(storedRuns(server.home)).toMatchObject([{ number: 0, verdict: 'baseline' }]);
    expect(repository.git('for-each-ref', 'refs/heads').split('\n')).toHaveLength(2);
  });
});
