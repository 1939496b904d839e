import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { eventually } from '../support/eventually.js';
import { isAlive, makeGate } from '../support/gate.js';
import { printing, type StartedSession, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, openTestRepository, type TestRepository } from '../support/test-repository.js';

const description = 'a try';

interface Linked extends StartedSession {
  readonly main: TestRepository;
  /** Run the program as a person would, in the main worktree. */
  readonly person: (args: readonly string[]) => ReturnType<typeof commandLine>;
}

/** A session in a linked worktree. */
async function startLinked(): Promise<Linked> {
  const main = makeRepository(scriptFiles);
  const path = join(temporaryDirectory(), 'linked');
  main.git('worktree', 'add', '-q', '-b', 'linked', path);
  const session = await startSession({ kind: 'new', repository: openTestRepository(path) });
  const place = { home: session.server.home, directory: main.root };
  return { ...session, main, person: (args) => commandLine(args, place) };
}

/** What stands between backquotes and begins with git, without the git. */
function gitCommandIn(text: string): string[] {
  const [, command = ''] = /`git ([^`]+)`/.exec(text) ?? [];
  return command.split(' ');
}

test('a worktree that was removed: log and abandon say how to bring it back, and that works', async () => {
  const { repository, server, main, started, attempt, person } = await startLinked();
  const run = await attempt(printing(90));
  main.git('worktree', 'remove', '--force', repository.root);
  const call = { run_id: run.run_id, status: 'keep', description };
  const error = await server.refused('log_experiment', call);
  expect(error).toMatchObject({ code: 'not_a_repository' });
  expect(error.message).toContain(repository.root);
  expect(error.hint).toContain('worktree add');
  const abandoned = await person(['abandon', started.session_id]);
  expect(abandoned.code).toBe(1);
  expect(abandoned.stderr).toContain(error.hint);
  main.git(...gitCommandIn(error.hint));
  expect(await server.ok('log_experiment', call)).toMatchObject({ outcome: 'kept' });
});

test('a worktree that was moved: the hint moves it back', async () => {
  const { repository, server, main, attempt } = await startLinked();
  const run = await attempt(printing(90));
  main.git('worktree', 'move', repository.root, `${repository.root}-moved`);
  const call = { run_id: run.run_id, status: 'discard', description };
  const error = await server.refused('log_experiment', call);
  main.git(...gitCommandIn(error.hint));
  expect(await server.ok('log_experiment', call)).toMatchObject({ outcome: 'discarded' });
});

test('doctor names such a session; end_session ends it, and says what was left', async () => {
  const { repository, server, main, started, attempt, settle, person } = await startLinked();
  await settle(printing(90), 'keep');
  const run = await attempt(printing(80));
  main.git('worktree', 'remove', '--force', repository.root);
  const { session_id } = started;
  const { stdout } = await person(['doctor']);
  const words = stdout.replace(/\s+/g, ' ');
  expect(words).toContain(`The working directory of ${session_id}, which has not ended, is gone`);
  expect(words).toContain(`call end_session with session_id: "${session_id}"`);
  const { report, summary } = await server.ok('end_session', { session_id });
  expect(summary).toContain('has ended');
  expect(report.headline).toContain(`${repository.root} does not exist any more`);
  expect(report.unlogged_run).toEqual({ run_id: run.run_id, ref: `refs/autoresearch/${session_id}/2` });
  expect(report.kept_commits).toHaveLength(1);
  const after = await person(['doctor']);
  expect(after.stdout).toContain('Nothing needs doing.');
});

test('the server was killed while it measured, and the directory is gone: end_session ends it', async () => {
  const gate = makeGate();
  const { repository, server, main, started, person } = await startLinked();
  repository.write('code.sh', gate.code + printing(90));
  await server.ok('run_experiment', { description, wait_seconds: 0 });
  await gate.reached();
  process.kill(server.pid, 'SIGKILL');
  await eventually('the server to be gone', () => !isAlive(server.pid));
  gate.open();
  rmSync(repository.root, { recursive: true });
  const next = await connect({ directory: main.root, home: server.home });
  const { session_id } = started;
  const status = await next.ok('get_status', { session_id });
  expect(status.notes.join()).toContain('worktree add');
  await next.ok('end_session', { session_id });
  const ended = await next.ok('get_status', { session_id });
  expect(ended).toMatchObject({ session: { state: 'ended' }, recent_runs: [{ verdict: 'interrupted' }, {}] });
  expect((await person(['doctor'])).stdout).toContain('Nothing needs doing.');
});
