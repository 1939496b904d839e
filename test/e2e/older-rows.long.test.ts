import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { query } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { printing, type StartedSession, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

type Place = Pick<StartedSession, 'server' | 'repository'>;

/** Copies the database as it is. @returns what puts the copy back, as the documentation says. */
async function backedUp({ server, repository }: Place): Promise<() => void> {
  const copy = join(temporaryDirectory(), 'copy.db');
  const terminal = { home: server.home, directory: repository.root };
  expect(await commandLine(['backup', copy], terminal)).toMatchObject({ code: 0 });
  return () => {
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(join(server.home, `autoresearch.db${suffix}`), { force: true });
    copyFileSync(copy, join(server.home, 'autoresearch.db'));
  };
}

function recover({ server, repository }: Place) {
  return commandLine(['recover'], { home: server.home, directory: repository.root });
}

/** A backup while the baseline was measured, and a session that has kept two runs since. */
async function startedSince(isolation: string) {
  const gate = makeGate();
  onTestFinished(gate.open);
  const repository = makeRepository({ ...scriptFiles, 'code.sh': gate.code + printing(100) });
  const server = await connect({ directory: repository.root });
  const starting = server.ok('init_experiment', { ...scriptInit, isolation });
  await gate.reached();
  const putBack = await backedUp({ server, repository });
  gate.open();
  const started = await starting;
  expect(started).toMatchObject({ verdict: 'baseline' });
  const keep = async (value: number) => {
    repository.write('code.sh', printing(value));
    const { run_id } = await server.ok('run_experiment', { description: 'a try' });
    return server.ok('log_experiment', { run_id, status: 'keep', description: 'a try' });
  };
  await keep(90);
  const { commit } = await keep(80);
  await server.close();
  repository.write('code.sh', printing(70));
  putBack();
  return { repository, server, started, commit, picture: pictureOf(repository) };
}

test.each(['isolated', 'in-place'])(
  'a backup from before the baseline: a session that has gone on since is not undone (%s)',
  async (isolation) => {
    const { repository, server, started, commit, picture } = await startedSince(isolation);
    const { session_id } = started;
    const next = await connect({ directory: repository.root, home: server.home });
    const status = await next.ok('get_status', { session_id });
    expect(status).toMatchObject({ session: { state: 'ended' } });
    expect(status.notes.join()).toContain('Nothing was touched: `autoresearch-mcp recover`');
    expect(pictureOf(repository)).toEqual(picture);
    expect(repository.git('rev-parse', started.branch)).toBe(commit);
  },
);

test('`recover` brings such a session up to date, and ends it; then it can be abandoned', async () => {
  const { repository, server, started, commit, picture } = await startedSince('isolated');
  const { session_id } = started;
  expect(await recover({ server, repository })).toMatchObject({ code: 0, stderr: '' });
  const next = await connect({ directory: repository.root, home: server.home });
  const status = await next.ok('get_status', { session_id });
  expect(status).toMatchObject({
    session: { state: 'ended' },
    best: { run: 2, value: 80, commit },
    counts: { kept: 2 },
  });
  expect(status.recent_runs.at(-1)).toMatchObject({ run: 0, verdict: 'baseline' });
  expect(status.notes.join()).toContain('before the baseline was measured');
  expect(pictureOf(repository)).toEqual(picture);
  await next.close();
  const terminal = { home: server.home, directory: repository.root };
  const { stdout } = await commandLine(['abandon', session_id], terminal);
  expect(stdout).toContain('main is checked out again');
  expect(repository.git('rev-parse', started.branch)).toBe(commit);
  const [saved = ''] = /refs\S+abandoned-\w+/.exec(stdout) ?? [];
  expect(repository.git('show', `${saved}:code.sh`)).toBe(printing(70).trim());
});

test('rows of runs that were open then are brought up to date with what became of them', async () => {
  const session = await startSession({ kind: 'new' });
  const { repository, server, started, attempt, log, settle } = session;
  const first = await attempt(printing(90));
  const putBack = await backedUp(session);
  const { commit: kept } = await log(first, 'keep');
  await settle(printing(95), 'discard');
  const { commit } = await settle(printing(80), 'keep');
  await server.close();
  putBack();
  const { stdout } = await recover(session);
  expect(stdout.replace(/\s+/g, ' ')).toContain('rebuilt 0 sessions, 2 runs');
  expect(stdout.replace(/\s+/g, ' ')).toContain('brought 1 run up to date');
  const again = await recover(session);
  expect(again.stdout).toContain('nothing was missing');

  const next = await connect({ directory: repository.root, home: server.home });
  const status = await next.ok('get_status', { session_id: started.session_id });
  expect(status).toMatchObject({
    session: { state: 'active' },
    best: { run: 3, value: 80, commit },
    counts: { kept: 2 },
  });
  expect(status.pending_run).toBeUndefined();
  expect(query(server.home, 'SELECT outcome, value, kept_commit FROM runs WHERE number = 1')).toEqual([
    { outcome: 'kept', value: 90, kept_commit: kept },
  ]);
  repository.write('code.sh', printing(70));
  const run = await next.ok('run_experiment', { description: 'a try' });
  expect(run).toMatchObject({ run: 4, metric: { incumbent: 80, candidate: 70 } });
});

test('a run that was measured then and discarded since is no longer open', async () => {
  const gate = makeGate();
  onTestFinished(gate.open);
  const session = await startSession({ kind: 'new', init: { isolation: 'in-place' } });
  const { repository, server, log, settle } = session;
  repository.write('code.sh', gate.code + printing(95));
  const { run_id } = await server.ok('run_experiment', { description: 'a try', wait_seconds: 0 });
  await gate.reached();
  const putBack = await backedUp(session);
  gate.open();
  await log(await server.ok('run_experiment', { run_id }), 'discard');
  const { commit } = await settle(printing(80), 'keep');
  await server.close();
  repository.write('code.sh', printing(70));
  putBack();
  const picture = pictureOf(repository);
  expect((await recover(session)).stdout).toContain('brought 1 run up to date');
  const next = await connect({ directory: repository.root, home: server.home });
  const status = await next.ok('get_status');
  expect(status).toMatchObject({ best: { run: 2, value: 80, commit }, counts: { kept: 1 } });
  expect(status.recent_runs[1]).toMatchObject({ run: 1, outcome: 'discarded' });
  expect(status.pending_run).toBeUndefined();
  expect(pictureOf(repository)).toEqual(picture);
});

test.each(['waiting', 'kept'])(
  'without `recover`, older rows change nothing, whatever is called (a run that was %s)',
  async (then) => {
    const session = await startSession({ kind: 'new' });
    const { repository, server, started, attempt, log, settle } = session;
    const { session_id } = started;
    const first = await attempt(printing(90));
    if (then === 'kept') await log(first, 'keep');
    const putBack = await backedUp(session);
    if (then === 'waiting') await log(first, 'keep');
    await settle(printing(80), 'keep');
    await server.close();
    repository.write('code.sh', printing(70));
    putBack();
    const picture = pictureOf(repository);
    const refs = () => repository.git('for-each-ref');
    const before = refs();
    const next = await connect({ directory: repository.root, home: server.home });
    const description = 'a try';
    const error =
      then === 'waiting'
        ? await next.refused('log_experiment', { run_id: first.run_id, status: 'discard', description })
        : await next.refused('run_experiment', { description });
    expect(error).toMatchObject({ code: 'wrong_branch', message: expect.stringContaining('older') });
    expect(error.hint).toContain('autoresearch-mcp recover');
    const terminal = { home: server.home, directory: repository.root };
    const abandoned = await commandLine(['abandon', session_id], terminal);
    expect(abandoned).toMatchObject({ code: 1, stderr: expect.stringContaining('recover') });
    expect(pictureOf(repository)).toEqual(picture);
    expect(refs()).toBe(before);
    expect(await recover(session)).toMatchObject({ code: 0 });
    expect(await next.ok('run_experiment', { description })).toMatchObject({ run: 3, verdict: 'better' });
  },
);

test('discarded runs that older rows do not know keep their refs', async () => {
  const session = await startSession({ kind: 'new' });
  const { repository, server, settle } = session;
  await settle(printing(90), 'keep');
  const putBack = await backedUp(session);
  const { ref } = await settle(printing(95), 'discard');
  await server.close();
  putBack();
  const next = await connect({ directory: repository.root, home: server.home });
  repository.write('code.sh', printing(80));
  const error = await next.refused('run_experiment', { description: 'a try' });
  expect(error).toMatchObject({ code: 'wrong_branch', hint: expect.stringContaining('recover') });
  expect(repository.git('show', `${ref}:code.sh`)).toBe(printing(95).trim());
});
