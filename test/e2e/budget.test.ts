import { describe, expect, test } from 'vitest';
import { oneKind } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, startSession } from '../support/session.js';

const description = 'a try';

describe.each(oneKind)('with the %s client', (kind) => {
  test('max_experiments: 5 means runs 1 to 5: crashes count, refusals and cancelled runs do not', async () => {
    const gate = makeGate();
    const { repository, server, attempt, log, settle } = await startSession({
      kind,
      init: { max_experiments: 5 },
    });
    expect((await settle('exit 1\n', 'crash')).should_continue).toBe(true);
    await server.refused('run_experiment', { description }); // unchanged

    repository.write('code.sh', gate.code);
    const waiting = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    const cancelled = await server.ok('cancel_run', { run_id: waiting.run_id });
    expect(cancelled).toMatchObject({ verdict: 'cancelled', should_continue: true });
    expect(await log(cancelled, 'discard')).toMatchObject({ counts: { experiments: 1, cancelled: 1 } });

    for (const value of [120, 119, 118]) {
      expect((await settle(printing(value), 'discard')).should_continue).toBe(true);
    }
    const last = await attempt(printing(90));
    expect(last).toMatchObject({ verdict: 'better', should_continue: false, stop_reason: 'max_experiments' });
    const logged = await log(last, 'keep');
    expect(logged).toMatchObject({ outcome: 'kept', should_continue: false, stop_reason: 'max_experiments' });
    expect(logged.counts).toMatchObject({ experiments: 5, kept: 1, cancelled: 1 });

    repository.write('code.sh', printing(80));
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      code: 'budget_spent',
      stop_reason: 'max_experiments',
      should_continue: false,
    });
    expect(repository.read('code.sh')).toBe(printing(80));
    expect(await server.ok('get_status')).toMatchObject({
      should_continue: false,
      counts: { experiments: 5 },
    });
    const counted = storedRuns(server.home).filter((run) => run.number > 0 && run.verdict !== 'cancelled');
    expect(counted).toHaveLength(5);
  });

  test('a target that is reached ends the session, but only once the run is kept', async () => {
    const { server, attempt, log } = await startSession({ kind, init: { target: 80 } });
    const run = await attempt(printing(80));
    expect(run).toMatchObject({ verdict: 'better', should_continue: true });
    expect(await log(run, 'keep')).toMatchObject({ should_continue: false, stop_reason: 'target' });
    expect(await server.ok('get_status')).toMatchObject({ stop_reason: 'target' });
  });

  test('plateau counts finished runs since the last keep', async () => {
    const files = { 'autoresearch.yaml': 'plateau: 2\n' };
    const { settle } = await startSession({ kind, files });
    expect((await settle(printing(110), 'discard')).should_continue).toBe(true);
    expect((await settle(printing(90), 'keep')).should_continue).toBe(true);
    expect((await settle('exit 1\n', 'crash')).should_continue).toBe(true);
    const last = await settle(printing(95), 'discard');
    expect(last).toMatchObject({ should_continue: false, stop_reason: 'plateau' });
  });

  test('max_failures counts failures in a row', async () => {
    const files = { 'autoresearch.yaml': 'max_failures: 2\n' };
    const { repository, server, settle } = await startSession({ kind, files });
    await settle('exit 1\n', 'crash');
    await settle(printing(110), 'discard');
    expect((await settle('exit 2\n', 'crash')).should_continue).toBe(true);
    const last = await settle('echo nothing\n', 'discard');
    expect(last).toMatchObject({ should_continue: false, stop_reason: 'max_failures' });
    repository.write('code.sh', printing(80));
    const error = await server.refused('run_experiment', { description });
    expect(error).toMatchObject({ code: 'budget_spent', stop_reason: 'max_failures' });
  });

  test('max_minutes ends a session, and not a run that is under way', async () => {
    const { server, attempt, log } = await startSession({ kind, init: { max_minutes: 0.001 } });
    const status = await server.ok('get_status');
    expect(status).toMatchObject({ should_continue: false, stop_reason: 'max_minutes' });
    await expect(attempt(printing(90))).rejects.toThrow('budget_spent');
    await expect(log({ run_id: `${status.session_id}.1` }, 'keep')).rejects.toThrow('unknown_run');
  });
});
