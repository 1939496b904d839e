import { describe, expect, onTestFinished, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { connect } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { isAlive, makeGate } from '../support/gate.js';
import { printing, type StartedSession, startSession } from '../support/session.js';
import type { TestRepository } from '../support/test-repository.js';

const description = 'a try';
const isolation = 'in-place';

/** What somebody does while the candidate stands in the directory and is measured, and how it is named. */
const hands: readonly [what: string, disturb: (repository: TestRepository) => void, says: string][] = [
  [
    'another branch is checked out',
    ({ git }) => {
      git('stash', '-q');
      git('switch', '-q', 'other');
    },
    'other is checked out',
  ],
  [
    'a merge is begun',
    ({ git, write }) => {
      git('stash', '-q');
      git('merge', '-q', '--no-ff', '--no-commit', 'other');
      write('theirs.txt', 'resolved by hand\n');
    },
    'a merge is in progress',
  ],
  [
    'new files are committed',
    ({ write, commit }) => {
      write('new.txt', 'by hand\n');
      commit('By hand');
    },
    'it is at',
  ],
  ['what is measured is committed', ({ commit }) => void commit('By hand'), 'it is at'],
];

/** A session with another branch beside it, and the code of a candidate that stops at a gate. */
async function startWaiting(): Promise<StartedSession & { readonly gate: ReturnType<typeof makeGate> }> {
  const gate = makeGate();
  onTestFinished(gate.open);
  const session = await startSession({ kind: 'new', init: { isolation } });
  const { git, write, commit } = session.repository;
  const branch = git('symbolic-ref', '--short', 'HEAD');
  git('switch', '-q', '-c', 'other');
  write('theirs.txt', 'theirs\n');
  write('code.sh', printing(55));
  commit('Theirs');
  git('switch', '-q', branch);
  write('code.sh', gate.code + printing(90));
  return { ...session, gate };
}

describe('when HEAD is moved', () => {
  test.each(hands)('%s during a run in place: no file is touched', async (_, disturb, says) => {
    const { repository, server, started, gate } = await startWaiting();
    const measured = repository.read('code.sh');
    const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    disturb(repository);
    const theirs = pictureOf(repository);
    gate.open();
    const run = await server.ok('run_experiment', { run_id });
    expect(run).toMatchObject({ verdict: 'interrupted', can_keep: false });
    expect(run.reason).toContain('HEAD was moved');
    expect(run.reason).toContain(says);
    const ref = `refs/autoresearch/${started.session_id}/1`;
    expect(run.reason).toContain(ref);
    expect(`${repository.git('show', `${ref}:code.sh`)}\n`).toBe(measured);
    expect(run.notes).toEqual([]);
    expect(pictureOf(repository)).toEqual(theirs);
    expect(storedRuns(server.home)[1]).toMatchObject({ displaced_tree: null });
  });

  test('a branch checked out while the baseline is measured in place stays as it is', async () => {
    const gate = makeGate();
    onTestFinished(gate.open);
    const files = { 'code.sh': gate.code + printing(100) };
    const start = { kind: 'new', init: { isolation, wait_seconds: 0 }, files } as const;
    const { repository, server, started } = await startSession(start);
    await gate.reached();
    repository.git('switch', '-q', '-c', 'other');
    repository.write('theirs.txt', 'theirs\n');
    repository.write('code.sh', printing(55));
    repository.commit('Theirs');
    const theirs = pictureOf(repository);
    gate.open();
    const run_id = `${started.session_id}.0`;
    const { text } = await server.call('run_experiment', { run_id, wait_seconds: 60 });
    expect(text).toContain('HEAD was moved');
    expect(pictureOf(repository)).toEqual(theirs);
    expect(await server.ok('get_status')).toMatchObject({ session: { state: 'ended' } });
  });

  test('a commit by hand after SIGKILL: the next server touches no file', async () => {
    const { repository, server, started, gate } = await startWaiting();
    await server.ok('run_experiment', { description, wait_seconds: 0 });
    await gate.reached();
    process.kill(server.pid, 'SIGKILL');
    await eventually('the server to be gone', () => !isAlive(server.pid));
    repository.write('new.txt', 'by hand\n');
    repository.commit('By hand');
    const theirs = pictureOf(repository);
    const next = await connect({ directory: repository.root, home: server.home });
    const { notes } = await next.ok('get_status');
    expect(notes.join()).toContain(
      `HEAD had been moved, so no file was put back: what was edited is refs/autoresearch/${started.session_id}/1`,
    );
    expect(pictureOf(repository)).toEqual(theirs);
  });
});
