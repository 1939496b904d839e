import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CallOutcome, type Connected, connect } from '../support/connect.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, openTestRepository, type TestRepository } from '../support/test-repository.js';

const files = { 'value.txt': '100\n', 'bench.sh': 'echo METRIC size=$(cat value.txt)\n' };
const init = { name: 'Small', metric_name: 'size', direction: 'lower', command: 'sh bench.sh' };

/** A 1.x client that has listed the tools: from then on it validates every result, and shows nothing that fails. */
async function oldClient(directory: string, home?: string): Promise<Connected> {
  const server = await connect({ directory, kind: 'old', ...(home === undefined ? {} : { home }) });
  await server.listTools();
  return server;
}

async function expectRefusal(
  server: Connected,
  code: string,
  tool: string,
  args: Record<string, unknown> = {},
): Promise<void> {
  const outcome: CallOutcome = await server.call(tool, args);
  expect(outcome.isError).toBe(true);
  expect(outcome.error).toMatchObject({ code });
  const { message = '', hint = '', code: _, ...details } = outcome.error ?? {};
  expect(message).toMatch(/\S{2}.*[.…]$/s);
  expect(hint).toMatch(/\S{2}.*\.$/s);
  // Some clients show their model nothing but this text.
  expect(outcome.text.startsWith(`${code}: ${message}\n${hint}`)).toBe(true);
  for (const [name, value] of Object.entries(details)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(outcome.text).toContain(`\n${name}: ${text}`);
  }
}

async function started(settings: Record<string, unknown> = {}): Promise<[TestRepository, Connected, string]> {
  const repository = makeRepository(files);
  const server = await oldClient(repository.root);
  const { session_id } = await server.ok('init_experiment', { ...init, ...settings });
  return [repository, server, session_id];
}

describe('before there is a session', () => {
  test('invalid_config', async () => {
    const server = await oldClient(makeRepository(files).root);
    await expectRefusal(server, 'invalid_config', 'init_experiment', { ...init, metricName: 'size' });
    await expectRefusal(server, 'invalid_config', 'init_experiment', { name: 'No metric' });
    await expectRefusal(server, 'invalid_config', 'log_experiment', {
      run_id: 'x.1',
      status: 'keep',
      metric: 1,
    });
  });

  test('not_a_repository', async () => {
    const server = await oldClient(temporaryDirectory());
    await expectRefusal(server, 'not_a_repository', 'init_experiment', init);
    await expectRefusal(server, 'not_a_repository', 'get_status');
  });

  test('no_commits', async () => {
    const directory = temporaryDirectory();
    openTestRepository(directory).git('init', '-q');
    await expectRefusal(await oldClient(directory), 'no_commits', 'init_experiment', init);
  });

  test('dirty_worktree', async () => {
    const repository = makeRepository(files);
    repository.write('value.txt', '99\n');
    await expectRefusal(await oldClient(repository.root), 'dirty_worktree', 'init_experiment', init);
  });

  test('git_busy', async () => {
    const repository = makeRepository(files);
    repository.write('.git/MERGE_HEAD', `${repository.git('rev-parse', 'HEAD')}\n`);
    await expectRefusal(await oldClient(repository.root), 'git_busy', 'init_experiment', init);
  });

  test('no_session, unknown_session and unknown_run', async () => {
    const server = await oldClient(makeRepository(files).root);
    await expectRefusal(server, 'no_session', 'get_status');
    await expectRefusal(server, 'no_session', 'run_experiment');
    await expectRefusal(server, 'unknown_session', 'end_session', { session_id: 'small-xxxx' });
    for (const tool of ['run_experiment', 'cancel_run', 'get_run']) {
      await expectRefusal(server, 'unknown_run', tool, { run_id: 'small-xxxx.1' });
    }
    const log = { run_id: 'nonsense', status: 'discard', description: 'x' };
    await expectRefusal(server, 'unknown_run', 'log_experiment', log);
  });

  test('baseline_failed', async () => {
    const server = await oldClient(makeRepository(files).root);
    await expectRefusal(server, 'baseline_failed', 'init_experiment', { ...init, command: 'exit 3' });
    const checks = { ...init, checks_command: 'false' };
    await expectRefusal(server, 'baseline_failed', 'init_experiment', checks);
  });

  test('arms_not_effective', async () => {
    const server = await oldClient(makeRepository(files).root);
    const settings = { ...init, command: 'echo METRIC size=1', editable: ['value.txt'] };
    await expectRefusal(server, 'arms_not_effective', 'init_experiment', settings);
  });

  test('internal, for a home that cannot be used', async () => {
    const home = join(temporaryDirectory(), 'file');
    writeFileSync(home, '');
    await expectRefusal(await oldClient(makeRepository(files).root, home), 'internal', 'get_status');
  });
});

describe('in a session', () => {
  test('session_exists, unchanged, out_of_scope and wrong_branch', async () => {
    const [repository, server] = await started();
    await expectRefusal(server, 'session_exists', 'init_experiment', { ...init, name: 'Another' });
    await expectRefusal(server, 'unchanged', 'run_experiment');
    repository.write('bench.sh', 'echo METRIC size=1\n');
    await expectRefusal(server, 'out_of_scope', 'run_experiment');
    repository.git('checkout', '-q', '--', 'bench.sh');
    repository.git('switch', '-q', 'main');
    await expectRefusal(server, 'wrong_branch', 'run_experiment');
  });

  test('run_pending, keep_refused, budget_spent and session_ended', async () => {
    const [repository, server, session_id] = await started({ max_experiments: 1 });
    repository.write('value.txt', '110\n');
    const { run_id } = await server.ok('run_experiment', { description: 'larger' });
    await expectRefusal(server, 'run_pending', 'run_experiment');
    await expectRefusal(server, 'run_pending', 'end_session', { session_id });
    const log = { run_id, description: 'larger' };
    await expectRefusal(server, 'keep_refused', 'log_experiment', { ...log, status: 'keep' });
    await server.ok('log_experiment', { ...log, status: 'discard' });
    await expectRefusal(server, 'budget_spent', 'run_experiment');
    await server.ok('end_session', { session_id });
    await expectRefusal(server, 'session_ended', 'run_experiment', { session_id });
  });

  test('already_measured', async () => {
    const [repository, server] = await started();
    repository.write('value.txt', '110\n');
    const { run_id } = await server.ok('run_experiment');
    await server.ok('log_experiment', { run_id, status: 'discard', description: 'larger' });
    repository.write('value.txt', '110\n');
    await expectRefusal(server, 'already_measured', 'run_experiment');
  });

  test('run_in_progress', async () => {
    const repository = makeRepository({ ...files, 'bench.sh': 'sleep 20\n' });
    const server = await oldClient(repository.root);
    const { session_id, run_id, state } = await server.ok('init_experiment', { ...init, wait_seconds: 0 });
    expect(state).toBe('running');
    await expectRefusal(server, 'run_in_progress', 'run_experiment', { session_id });
    await expectRefusal(server, 'run_in_progress', 'end_session', { session_id });
    const cancelled = await server.ok('cancel_run', { run_id });
    expect(cancelled).toMatchObject({
      verdict: 'cancelled',
      summary: 'There is no baseline (cancelled). The run was cancelled.',
    });
    expect(cancelled.next_step).toContain('init_experiment');
    await expectRefusal(server, 'baseline_failed', 'run_experiment', { run_id });
  });
});
