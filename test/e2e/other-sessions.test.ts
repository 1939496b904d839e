import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

/** Two agents in two repositories of one machine. */
async function startTwo() {
  const other = await startSession({ kind: 'old', init: { name: 'Other' } });
  const own = await startSession({
    kind: 'new',
    init: { name: 'Own' },
    connect: { home: other.server.home },
  });
  return { other, own, otherId: String(other.started.session_id), ownId: String(own.started.session_id) };
}

test('to look at another session is not to work on it: the next run is of the own one', async () => {
  const { other, own, otherId, ownId } = await startTwo();
  await other.settle(printing(90), 'keep');
  other.repository.write('code.sh', printing(80));
  const looks = [
    ['get_status', { session_id: otherId }],
    ['get_status', { directory: other.repository.root }],
    ['list_ideas', { session_id: otherId }],
    ['get_run', { run_id: `${otherId}.1` }],
    ['run_experiment', { run_id: `${otherId}.1` }],
    ['add_ideas', { session_id: otherId, ideas: [{ title: 'For the other' }] }],
  ] as const;
  for (const [tool, args] of looks) {
    expect(await own.server.ok(tool, args)).toMatchObject({ session_id: otherId });
    expect(await own.server.ok('get_status')).toMatchObject({ session_id: ownId });
  }
  const run = await own.attempt(printing(95));
  expect(run).toMatchObject({ session_id: ownId, metric: { candidate: 95 } });
  expect(other.repository.read('code.sh')).toBe(printing(80));
});

test('who has no session of their own picks one up by its id, wherever they are', async () => {
  const { repository, server, started } = await startSession({ kind: 'new' });
  const { session_id } = started;
  await server.close();
  const elsewhere = makeRepository(scriptFiles);
  const fresh = await connect({ directory: elsewhere.root, home: server.home });
  expect(await fresh.refused('list_ideas')).toMatchObject({ code: 'no_session' });
  expect(await fresh.ok('get_status', { session_id })).toMatchObject({ session_id });
  expect(await fresh.ok('list_ideas')).toMatchObject({ session_id });
  expect(await fresh.ok('add_ideas', { ideas: [{ title: 'Another' }] })).toMatchObject({ session_id });
  repository.write('code.sh', printing(90));
  expect(await fresh.ok('run_experiment', { description: 'a try' })).toMatchObject({ session_id });
});

test('what is read of a session that has ended stops nobody, and a note reaches whom it is for', async () => {
  const { other, own, otherId, ownId } = await startTwo();
  const say = (...args: string[]) =>
    commandLine(args, { home: other.server.home, directory: other.repository.root });
  await other.settle(printing(90), 'keep');
  expect(await say('note', 'for the other agent')).toMatchObject({ code: 0 });
  const run = await own.server.ok('get_run', { run_id: `${otherId}.1` });
  expect(run).toMatchObject({ should_continue: true });
  expect(run.next_step).toContain(`That was about ${otherId}. In your own session, ${ownId}: Edit the code`);
  expect(JSON.stringify(run)).not.toContain('for the other agent');
  expect((await other.server.ok('list_ideas')).notes).toEqual(['A person says: "for the other agent".']);
  while ((await other.server.ok('end_session', { session_id: otherId })).report === undefined);
  for (const [tool, args] of [
    ['get_run', { run_id: `${otherId}.1` }],
    ['get_status', { session_id: otherId }],
  ] as const) {
    const seen = await own.server.ok(tool, args);
    expect(seen).toMatchObject({ should_continue: true, next_step: expect.stringContaining(ownId) });
    expect(seen.next_step).not.toContain('end_session');
  }
});

test('a refusal carries what a person has said, too, and a client that has gone has not been told', async () => {
  const { repository, server, started } = await startSession({ kind: 'new' });
  const say = (...args: string[]) => commandLine(args, { home: server.home, directory: repository.root });
  await say('pause');
  await say('note', 'until nine');
  repository.write('code.sh', printing(90));
  const refused = await server.call('run_experiment', { description: 'a try', wait_seconds: 0 });
  expect(refused.error).toMatchObject({ code: 'paused', notes: ['A person says: "until nine".'] });
  expect(refused.text).toContain('until nine');

  await say('note', 'and not before');
  const gone = new AbortController();
  const waiting = server.call('run_experiment', { description: 'a try', wait_seconds: 60 }, gone.signal);
  setTimeout(() => gone.abort(), 500);
  await expect(waiting).rejects.toThrow();
  expect((await server.ok('list_ideas', { session_id: started.session_id })).notes).toEqual([
    'A person says: "and not before".',
    'A person has paused the session.',
  ]);
});
