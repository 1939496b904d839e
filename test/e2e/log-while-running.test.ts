import { describe, expect, test } from 'vitest';
import { oneKind } from '../support/connect.js';
import { makeGate } from '../support/gate.js';
import { printing, startSession } from '../support/session.js';

describe.each(oneKind)('with the %s client', (kind) => {
  test('while a run is measured no other can be kept, and the session cannot be ended', async () => {
    const { repository, server, attempt, log } = await startSession({ kind });
    const better = await attempt(printing(90));
    await log(better, 'discard');
    const gate = makeGate();
    repository.write('code.sh', `${gate.code}${printing(80)}`);
    const running = await server.ok('run_experiment', { description: 'held', wait_seconds: 0 });
    await gate.reached();
    const keep = { run_id: better.run_id, status: 'keep', description: 'late' };
    const refusal = { code: 'run_in_progress', run_id: running.run_id };
    expect(await server.refused('log_experiment', keep)).toMatchObject(refusal);
    const ending = await server.refused('end_session', { session_id: better.session_id });
    expect(ending).toMatchObject(refusal);
    expect(repository.read('code.sh')).toContain('size=80');

    const peek = await server.ok('get_run', {
      run_id: running.run_id,
      include: ['samples', 'output', 'diff'],
    });
    expect(peek).not.toHaveProperty('samples');
    expect(peek).not.toHaveProperty('output');
    expect(peek.diff).toContain('size=80');

    gate.open();
    const run = await server.ok('run_experiment', { run_id: running.run_id });
    expect(run).toMatchObject({ verdict: 'better', evidence: 'exact' });
    await log(run, 'keep');
    expect((await server.ok('get_status')).best).toMatchObject({ run: 2, value: 80, claimed_percent: 20 });
  });

  test('a constraint on a metric that the baseline does not print is refused at once', async () => {
    const starting = startSession({ kind, init: { constraints: [{ metric: 'memm', max: 5 }] } });
    await expect(starting).rejects.toThrow(/memm is not printed/);
  });
});
