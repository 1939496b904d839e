import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { oneKind } from '../support/connect.js';
import { ageSession, countRows } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, type SessionOptions, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const description = 'a try';

/** A session, and a person beside it who extends it in its directory while its server runs. */
async function startBoth(options: SessionOptions) {
  const session = await startSession(options);
  const { repository, server } = session;
  const extend = (...args: string[]) =>
    commandLine(['extend', ...args], { home: server.home, directory: repository.root });
  return { ...session, extend };
}

describe.each(oneKind)('with the %s client', (kind) => {
  test('a spent number of experiments is raised while the server runs; the config stays as it was', async () => {
    const init = { max_experiments: 1 };
    const { repository, server, started, settle, attempt, log, extend } = await startBoth({ kind, init });
    await settle(printing(90), 'keep');
    repository.write('code.sh', printing(80));
    expect((await server.refused('run_experiment', { description })).code).toBe('budget_spent');

    const { code, stdout, stderr } = await extend('--experiments', '2');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`${started.session_id} is extended: 3 experiments in all, 2 left;`);
    expect(stdout.endsWith('\n')).toBe(true);
    expect(stdout.trim()).not.toContain('\n');

    const status = await server.ok('get_status');
    expect(status.should_continue).toBe(true);
    expect(status).not.toHaveProperty('stop_reason');
    expect(status.notes).toContain('Extended on the command line: +2 experiments.');
    const again = await server.ok('init_experiment', { ...scriptInit, ...init });
    expect(again).toMatchObject({ session_id: started.session_id, config: started.config });

    // A keep stores the whole of a session: the extension must outlive it.
    expect(await log(await attempt(printing(80)), 'keep')).toMatchObject({ should_continue: true });
    const last = await log(await attempt(printing(70)), 'keep');
    expect(last).toMatchObject({ should_continue: false, stop_reason: 'max_experiments' });
    expect(countRows(server.home, 'events', "kind = 'extended'")).toBe(1);
  });

  test('what is granted while a run is measured is there after it', async () => {
    const gate = makeGate();
    const { repository, server, log, extend } = await startBoth({ kind, init: { max_experiments: 1 } });
    repository.write('code.sh', gate.code + printing(90));
    const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    const { stdout } = await extend('--experiments', '1');
    expect(stdout).toContain('2 experiments in all, 2 left');
    gate.open();
    const run = await server.ok('run_experiment', { run_id });
    expect(run).toMatchObject({ verdict: 'better', should_continue: true });
    expect(await log(run, 'keep')).toMatchObject({ should_continue: true });
  });

  test('time that is used up is granted from now on', async () => {
    const { server, started, extend } = await startBoth({ kind, init: { max_minutes: 10 } });
    ageSession(server.home, started.session_id, 120);
    expect(await server.ok('get_status')).toMatchObject({ stop_reason: 'max_minutes' });
    const { stdout } = await extend('--minutes', '30');
    expect(stdout).toMatch(/no limit of experiments; 150(\.\d)? minutes in all, (29\.9|30(\.\d)?) left\./);
    expect(await server.ok('get_status')).toMatchObject({ should_continue: true });
    expect((await extend('--minutes', '0.5')).stdout).toMatch(/150\.[5-9]|151/);
  });

  test('failures and runs without a keep are forgiven, and counted anew', async () => {
    const files = { 'autoresearch.yaml': 'max_failures: 2\nplateau: 3\n' };
    const { settle, extend } = await startBoth({ kind, files });
    await settle('exit 1\n', 'crash');
    const failed = await settle('exit 2\n', 'crash');
    expect(failed).toMatchObject({ should_continue: false, stop_reason: 'max_failures' });
    const first = await extend('--experiments', '1');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('counted anew') });
    expect(await settle('exit 3\n', 'crash')).toMatchObject({ should_continue: true });
    expect(await settle(printing(110), 'discard')).toMatchObject({ should_continue: true });
    const plateau = await settle(printing(111), 'discard');
    expect(plateau).toMatchObject({ should_continue: false, stop_reason: 'plateau' });
    await extend('--experiments', '1');
    expect(await settle(printing(112), 'discard')).toMatchObject({ should_continue: true });
  });

  test('a target that is reached is set anew; what still stops the session is told', async () => {
    const init = { target: 90, max_experiments: 1 };
    const { server, settle, extend } = await startBoth({ kind, init });
    await settle(printing(90), 'keep');
    const { code, stdout } = await extend('--target', '-5.5');
    expect(code).toBe(0);
    expect(stdout).toContain('the target is -5.5.');
    expect(stdout).toContain('It stops all the same: The limit of max_experiments is reached: 1 of 1.');
    await extend('--experiments', '1', '--target', '80');
    expect(await server.ok('get_status')).toMatchObject({ should_continue: true });
    expect(await settle(printing(80), 'keep')).toMatchObject({ stop_reason: 'max_experiments' });
    await extend('--experiments', '1');
    const { stop_reason, notes } = await server.ok('get_status');
    expect(stop_reason).toBe('target');
    expect(notes).toContain('Extended on the command line: +1 experiment, target 80.');
  });

  test('a session is named, or found from another directory; one that has ended is refused', async () => {
    const { repository, server, started, extend } = await startBoth({ kind, init: { max_experiments: 1 } });
    const { session_id } = started;
    const { home } = server;
    const elsewhere = { home, directory: temporaryDirectory() };
    const more = ['extend', '--experiments', '1'];
    expect((await commandLine([...more, '--session', session_id], elsewhere)).stdout).toContain('2 left');
    const below = join(repository.root, 'below');
    mkdirSync(below);
    const named = await commandLine([...more, '--directory', below], elsewhere);
    expect(named.stdout).toContain('3 left');

    const lost = await commandLine(more, elsewhere);
    expect(lost).toMatchObject({ code: 1, stdout: '' });
    expect(lost.stderr).toContain('not');
    const unknown = await extend('--experiments', '1', '--session', 'nobody');
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toContain('There is no session "nobody".');
    expect(unknown.stderr).toContain(home);

    await server.ok('end_session', { session_id });
    for (const args of [[], ['--session', session_id]]) {
      const ended = await extend('--experiments', '5', ...args);
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toContain(`${session_id} has ended`);
    }
    expect(countRows(home, 'events', "kind = 'extended'")).toBe(2);
  });
});

test.each([
  [[], 'at least one of --experiments, --minutes and --target'],
  [['--experiments', '0'], 'a whole number of at least 1'],
  [['--experiments', '-3'], 'a whole number of at least 1'],
  [['--experiments', '2.5'], 'a whole number of at least 1'],
  [['--experiments', ''], 'a whole number of at least 1'],
  [['--experiments', '1000001'], 'at most 1000000'],
  [['--minutes', '1e308'], 'a number above 0 and at most 1000000'],
  [['--minutes', '0'], 'a number above 0'],
  [['--minutes', 'Infinity'], 'a number above 0'],
  [['--target', 'low'], 'a number'],
  [['--experiments'], 'argument missing'],
])('extend %j is refused', async (args, why) => {
  const { server, extend } = await startBoth({ kind: 'new', init: { max_experiments: 1 } });
  const { code, stdout, stderr } = await extend(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(why);
  expect(countRows(server.home, 'sessions', 'extension IS NOT NULL')).toBe(0);
});

test('a limit beyond counting is refused, and nothing is stored', async () => {
  const { server, extend } = await startBoth({
    kind: 'new',
    init: { max_experiments: Number.MAX_SAFE_INTEGER - 1 },
  });
  const { code, stdout, stderr } = await extend('--experiments', '2');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('more than 9007199254740991 experiments in all');
  expect(countRows(server.home, 'sessions', 'extension IS NOT NULL')).toBe(0);
});

test('where there is no such limit, it says that nothing was raised, and what was forgiven', async () => {
  const files = { 'autoresearch.yaml': 'max_failures: 2\n' };
  const { server, settle, extend } = await startBoth({ kind: 'new', files });
  await settle(printing(110), 'discard');
  await settle('exit 1\n', 'crash');
  const stopped = await settle('exit 2\n', 'crash');
  expect(stopped).toMatchObject({ should_continue: false, stop_reason: 'max_failures' });
  const { code, stdout } = await extend('--experiments', '1');
  expect(code).toBe(0);
  expect(stdout).toContain('--experiments has raised nothing: there is no such limit.');
  expect(stdout).toContain('counted anew: 2 failures in a row forgiven, 3 runs without a keep forgiven.');
  expect((await server.ok('get_status')).notes).toContain(
    'Extended on the command line: no limit of experiments to raise, 2 failures in a row forgiven, 3 runs without a keep forgiven.',
  );
});

test('the help names the command, and shows how it is called', async () => {
  const directory = temporaryDirectory();
  const { code, stdout } = await commandLine(['--help'], { home: directory, directory });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}extend \[options\] +raise the budget/m);
  const own = await commandLine(['extend', '--help'], { home: directory, directory });
  expect(own.stdout).toContain('autoresearch-mcp extend --experiments 20');
});
