import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { clientKinds, connect } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

const wrong: [tool: string, args: Record<string, unknown>, key: string][] = [
  ['init_experiment', { ...scriptInit, timeout_seconds: 'soon' }, 'timeout_seconds'],
  ['init_experiment', { ...scriptInit, max_experiments: 2.5 }, 'max_experiments'],
  ['init_experiment', { ...scriptInit, timeout_seconds: -1 }, 'timeout_seconds'],
  ['init_experiment', { ...scriptInit, direction: 'down' }, 'direction'],
  ['init_experiment', { ...scriptInit, editable: 'src' }, 'editable'],
  ['init_experiment', { ...scriptInit, constraints: [{ metric: 'x', max: 'low' }] }, 'constraints.0.max'],
  ['init_experiment', { metric_name: 'size', direction: 'lower' }, 'name'],
  ['run_experiment', { wait_seconds: '5' }, 'wait_seconds'],
  ['run_experiment', { description: 5 }, 'description'],
  ['log_experiment', { run_id: 'x.1', status: 'kept', description: 'd' }, 'status'],
  ['log_experiment', { run_id: 'x.1', status: 'keep' }, 'description'],
  ['cancel_run', { run_id: 7 }, 'run_id'],
  ['get_status', { session_id: 7 }, 'session_id'],
  ['get_run', { run_id: 'x.1', include: ['everything'] }, 'include.0'],
  ['end_session', {}, 'session_id'],
];

const misspelt: [tool: string, args: Record<string, unknown>, key: string, nearest: string][] = [
  ['init_experiment', { ...scriptInit, max_experiment: 5 }, 'max_experiment', 'max_experiments'],
  ['init_experiment', { ...scriptInit, acceptDirty: true }, 'acceptDirty', 'accept_dirty'],
  ['run_experiment', { descripton: 'd' }, 'descripton', 'description'],
  ['log_experiment', { runId: 'x.1', status: 'keep', description: 'd' }, 'runId', 'run_id'],
  ['cancel_run', { run_id: 'x.1', runid: 'x.1' }, 'runid', 'run_id'],
  ['get_status', { sessionId: 'x' }, 'sessionId', 'session_id'],
  ['get_run', { run_id: 'x.1', includes: ['diff'] }, 'includes', 'include'],
  ['end_session', { session_id: 'x', sumary: 's' }, 'sumary', 'summary'],
];

describe.each(clientKinds)('with the %s client', (kind) => {
  test('a wrong value is invalid_config in every tool, naming the key and what is allowed', async () => {
    const repository = makeRepository(scriptFiles);
    const before = pictureOf(repository);
    const server = await connect({ directory: repository.root, kind });
    await server.listTools();
    for (const [tool, args, key] of wrong) {
      const error = await server.refused(tool, args);
      expect(error, `${tool} ${key}`).toMatchObject({ code: 'invalid_config', key });
      expect(error.message).toContain(key);
      expect(error.message).toContain('allowed');
      expect(error.hint).not.toBe('');
    }
    expect(pictureOf(repository)).toEqual(before);
    expect(countRows(server.home, 'sessions')).toBe(0);
  });

  test('a misspelt key is invalid_config in every tool, with the nearest right name', async () => {
    const repository = makeRepository(scriptFiles);
    const server = await connect({ directory: repository.root, kind });
    await server.listTools();
    for (const [tool, args, key, nearest] of misspelt) {
      const error = await server.refused(tool, args);
      expect(error.code, `${tool} ${key}`).toBe('invalid_config');
      expect(error.message).toContain(`\`${key}\``);
      expect(`${error.message} ${error.hint}`).toContain(`\`${nearest}\``);
    }
    expect(countRows(server.home, 'sessions')).toBe(0);
  });

  test('there is no way to pass a number for the metric', async () => {
    const { server, attempt } = await startSession({ kind });
    const run = await attempt(printing(110));
    const log = { run_id: run.run_id, status: 'keep', description: 'd', metric: 1 };
    expect(await server.refused('log_experiment', log)).toMatchObject({
      code: 'invalid_config',
      key: 'metric',
    });
    expect(countRows(server.home, 'runs', 'outcome IS NOT NULL AND number > 0')).toBe(0);
  });

  test('ids that do not exist are told apart', async () => {
    const { server, started } = await startSession({ kind });
    const log = { status: 'discard', description: 'd' };
    const cases: [string, Record<string, unknown>, string][] = [
      ['run_experiment', { session_id: 'nobody-1234', description: 'd' }, 'unknown_session'],
      ['get_status', { session_id: 'nobody-1234' }, 'unknown_session'],
      ['end_session', { session_id: 'nobody-1234' }, 'unknown_session'],
      ['run_experiment', { run_id: 'nobody-1234.1' }, 'unknown_run'],
      ['cancel_run', { run_id: `${started.session_id}.7` }, 'unknown_run'],
      ['get_run', { run_id: 'seven' }, 'unknown_run'],
      ['log_experiment', { ...log, run_id: `${started.session_id}.7` }, 'unknown_run'],
      ['log_experiment', { ...log, run_id: `${started.session_id}.0` }, 'unknown_run'],
    ];
    for (const [tool, args, code] of cases) {
      expect((await server.refused(tool, args)).code, `${tool} ${JSON.stringify(args)}`).toBe(code);
    }
  });
});
