import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeBusyRepository, startBusySession, stateOf } from '../support/abandoned.js';
import { commandLine } from '../support/command-line.js';
import { oneKind } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';

describe.each(oneKind)('with the %s client', (kind) => {
  test('abandoning gives back HEAD, index and files, and loses nothing of the session', async () => {
    const repository = makeBusyRepository();
    const before = stateOf(repository);
    const { server, id, branch } = await startBusySession(repository, kind);
    repository.write('code.sh', printing(90));
    const kept = await server.ok('run_experiment', { description });
    const { commit } = await server.ok('log_experiment', {
      run_id: kept.run_id,
      status: 'keep',
      description,
    });
    repository.write('code.sh', printing(80));
    repository.write('new.sh', 'new\n');
    await server.ok('run_experiment', { description });
    repository.write('new.sh', 'newer\n');
    repository.git('add', 'new.sh', 'notes.txt');
    repository.write('autoresearch.sh', 'echo METRIC size=1\n');

    const terminal = { home: server.home, directory: repository.root };
    const { code, stdout, stderr } = await commandLine(['abandon', id], terminal);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stateOf(repository)).toEqual(before);
    expect(stdout).toContain(`${id} is abandoned: main is checked out again`);
    expect(stdout).toContain(`refs/autoresearch/${id}/2`);
    const [saved = ''] = /refs\S+abandoned-\w+/.exec(stdout) ?? [];
    expect(repository.git('show', `${saved}:new.sh`)).toBe('newer');
    expect(repository.git('show', `${saved}:autoresearch.sh`)).toBe('echo METRIC size=1');
    expect(repository.git('show', `refs/autoresearch/${id}/2:code.sh`)).toBe(printing(80).trim());
    expect(repository.git('rev-parse', branch)).toBe(commit);
    expect(await server.ok('get_status', { session_id: id })).toMatchObject({
      session: { state: 'ended' },
      stop_reason: 'ended',
    });
    // The scripts that the session had committed stand in the way of a merge.
    const { session } = await server.ok('get_status', { session_id: id });
    expect([session.merge, session.abandon]).toEqual([undefined, undefined]);

    // Somebody works on: doing it again changes nothing.
    repository.write('code.sh', printing(70));
    const after = stateOf(repository);
    const again = await commandLine(['abandon', id], terminal);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing was done') });
    expect(stateOf(repository)).toEqual(after);
    expect(countRows(server.home, 'events', "kind = 'abandoned'")).toBe(1);
    const next = await startSession({
      kind,
      repository,
      connect: { home: server.home },
      init: { accept_dirty: true, command: './autoresearch.sh' },
    });
    expect(next.started).toMatchObject({ verdict: 'baseline' });
  });

  test('a session that has been ended is left by its branch, and so is one in place', async () => {
    for (const isolation of ['isolated', 'in-place']) {
      const { repository, server, started, settle } = await startSession({ kind, init: { isolation } });
      await settle(printing(90), 'keep');
      await server.ok('end_session', { session_id: started.session_id });
      const outcome = await commandLine(['abandon', started.session_id], {
        home: server.home,
        directory: temporaryDirectory(),
      });
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      expect(outcome.stdout).not.toContain('uncommitted');
      expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe('main');
      expect(repository.read('code.sh')).toBe(printing(100));
      expect(repository.git('status', '--porcelain')).toBe('');
      expect(repository.git('show', `${started.branch}:code.sh`)).toBe(printing(90).trim());
    }
  });

  test('while a run is measured it is refused', async () => {
    const gate = makeGate();
    onTestFinished(gate.open);
    const { repository, server, started } = await startSession({ kind });
    repository.write('code.sh', gate.code + printing(90));
    await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    const before = stateOf(repository);
    const terminal = { home: server.home, directory: repository.root };
    const outcome = await commandLine(['abandon', started.session_id], terminal);
    expect(outcome).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('is being measured'),
    });
    expect(stateOf(repository)).toEqual(before);
    expect(await server.ok('get_status')).toMatchObject({ session: { state: 'active' } });
  });
});

test('where HEAD or the base branch is not what it was, nothing is touched', async () => {
  const { repository, server, started } = await startSession({ kind: 'new' });
  const { session_id: id, branch } = started;
  repository.write('code.sh', printing(90));
  const refused = async (why: string) => {
    const before = stateOf(repository);
    const outcome = await commandLine(['abandon', id], { home: server.home, directory: repository.root });
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr).toContain(why);
    expect(stateOf(repository)).toEqual(before);
    expect(countRows(server.home, 'sessions', "state = 'active' AND abandoning IS NULL")).toBe(1);
  };
  repository.git('switch', '-q', '-c', 'other');
  await refused(`other is checked out in ${repository.root}`);
  repository.git('switch', '-q', branch);
  const start = repository.git('rev-parse', 'main');
  repository.git('branch', '-q', '-D', 'main');
  await refused('is gone');
  repository.git('branch', 'main', repository.git('commit-tree', '-m', 'moved', '-p', start, 'HEAD^{tree}'));
  await refused('has moved since');
  repository.git('branch', '-f', 'main', start);
  const worktree = `${temporaryDirectory()}/worktree`;
  repository.git('worktree', 'add', '-q', worktree, 'main');
  await refused(`in another worktree: ${worktree}`);
  repository.git('worktree', 'remove', worktree);
  repository.git('update-ref', 'MERGE_HEAD', start);
  await refused('a merge is in progress');
  repository.git('update-ref', '-d', 'MERGE_HEAD');
  const outcome = await commandLine(['abandon', id], { home: server.home, directory: repository.root });
  expect(outcome.code).toBe(0);
  expect(repository.read('code.sh')).toBe(printing(100));
});

test('an unknown session is looked for in a home that is named; the help has an example', async () => {
  const home = temporaryDirectory();
  const terminal = { home, directory: makeRepository({ a: '' }).root };
  const outcome = await commandLine(['abandon', 'nobody-x1'], terminal);
  expect(outcome).toMatchObject({ code: 1, stdout: '' });
  expect(outcome.stderr).toContain(`It was looked for in ${home}`);
  expect((await commandLine(['abandon', '--help'], terminal)).stdout).toContain('abandon sort-speed-k3f9');
});

test('a way back that was cut off is finished by the same command, which names what stood there', async () => {
  const { repository, server, started, settle } = await startSession({ kind: 'new' });
  await settle(printing(90), 'keep');
  await server.close();
  repository.write('code.sh', printing(80));
  const terminal = { home: server.home, directory: repository.root };
  // HEAD is the last to go back.
  const bin = temporaryDirectory();
  const withoutLeaving = `case " $* " in *" symbolic-ref -m "*) exit 128;; esac; PATH='${process.env.PATH}' exec git "$@"`;
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${withoutLeaving}\n`, { mode: 0o755 });
  const cutOff = { ...terminal, env: { PATH: `${bin}:${process.env.PATH}` } };
  expect(await commandLine(['abandon', started.session_id], cutOff)).toMatchObject({ code: 1, stdout: '' });
  const edits = `refs/autoresearch/${started.session_id}/edits`;
  const saved = repository.git('for-each-ref', '--format=%(refname)', edits);
  expect(repository.git('show', `${saved}:code.sh`)).toBe(printing(80).trim());
  const finished = await commandLine(['abandon', started.session_id], terminal);
  expect(finished).toMatchObject({ code: 0, stderr: '' });
  expect(finished.stdout).toContain('is abandoned: main is checked out again');
  expect(finished.stdout).toContain(saved);
  expect(repository.read('code.sh')).toBe(printing(100));
  const again = await commandLine(['abandon', started.session_id], terminal);
  expect(again.stdout).toContain('nothing was done');
  expect(again.stdout).toContain(saved);
});
