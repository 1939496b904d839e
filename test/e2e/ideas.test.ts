import { expect, test } from 'vitest';
import { clientKinds, connect } from '../support/connect.js';
import { makeGate } from '../support/gate.js';
import { printing, scriptInit, startSession } from '../support/session.js';

test.each(clientKinds)(
  'an idea is added, tried, kept or rejected, and known from then on (%s client)',
  async (kind) => {
    const { repository, server, started } = await startSession({ kind });
    const session_id = started.session_id;
    const added = await server.ok('add_ideas', {
      ideas: [
        { title: 'Unroll the inner loop', priority: 3 },
        { title: 'Cache the parsed header', detail: 'It is read for every row.', priority: 8 },
      ],
    });
    expect(added.added).toMatchObject([
      { idea_id: `${session_id}.i1`, state: 'open', priority: 3, from_client: expect.any(String) },
      { idea_id: `${session_id}.i2`, state: 'open', priority: 8 },
    ]);
    expect(added.similar).toEqual([]);
    const open = await server.ok('list_ideas');
    expect(open.ideas).toMatchObject([
      { title: 'Cache the parsed header' },
      { title: 'Unroll the inner loop' },
    ]);

    repository.write('code.sh', printing(120));
    const idea_id = `${session_id}.i1`;
    const run = await server.ok('run_experiment', { idea_id });
    expect(await server.ok('list_ideas', { state: 'trying' })).toMatchObject({ ideas: [{ idea_id }] });
    const log = { run_id: run.run_id, status: 'discard', description: 'Unrolled the inner loop' };
    await server.ok('log_experiment', {
      ...log,
      ideas: ['Vectorise the comparison', 'Cache the parsed header'],
    });
    expect(await server.ok('list_ideas', { state: 'rejected' })).toMatchObject({
      ideas: [{ idea_id, tried: { run_id: run.run_id, verdict: 'not_better', improvement_percent: -20 } }],
    });
    expect(await server.ok('list_ideas')).toMatchObject({
      ideas: [
        { title: 'Cache the parsed header', priority: 8 },
        { title: 'Vectorise the comparison', from_run: `${session_id}.1` },
      ],
    });

    const again = await server.ok('add_ideas', { ideas: [{ title: 'unroll  the inner Loop' }] });
    expect(again).toMatchObject({ added: [], next_step: expect.stringContaining('update_idea') });
    expect(JSON.stringify(again.similar)).toContain('run 1 tried it: not_better, −20 %');
    const alike = await server.ok('add_ideas', { ideas: [{ title: 'Unrolling inner loops' }] });
    expect(alike).toMatchObject({ added: [{ state: 'open' }], similar: [{ idea_id }, {}] });
  },
);

test('what was rejected before the code that it touched has changed is offered again', async () => {
  const { repository, server, settle, started } = await startSession({ kind: 'new' });
  await server.ok('add_ideas', { ideas: [{ title: 'Unroll the inner loop' }] });
  repository.write('code.sh', printing(120));
  const idea_id = `${started.session_id}.i1`;
  const run = await server.ok('run_experiment', { idea_id, description: 'Unrolled it' });
  await server.ok('log_experiment', { run_id: run.run_id, status: 'discard', description: 'Unrolled it' });
  expect((await server.ok('list_ideas')).ideas).toEqual([]);
  await settle(printing(90), 'keep');
  expect((await server.ok('list_ideas')).ideas).toMatchObject([
    { idea_id, state: 'rejected', again: expect.stringContaining('code.sh has changed since (run 2)') },
  ]);
  await server.ok('update_idea', { idea_id, state: 'dropped', note: 'Not worth it' });
  expect((await server.ok('list_ideas')).ideas).toEqual([]);
  expect((await server.ok('list_ideas', { query: 'worth' })).ideas).toMatchObject([
    { idea_id, state: 'dropped', note: 'Not worth it' },
  ]);
});

test('an idea that is unknown, or of another session, is refused, and nothing is measured', async () => {
  const { repository, server } = await startSession({ kind: 'new' });
  const other = await startSession({ kind: 'new', connect: { home: server.home } });
  const { added } = await other.server.ok('add_ideas', { ideas: [{ title: 'Of the other session' }] });
  const [{ idea_id }] = added;
  repository.write('code.sh', printing(90));
  for (const id of [idea_id, 'nonsense', `${other.started.session_id}.i9`]) {
    expect(await server.refused('run_experiment', { idea_id: id, description: 'x' })).toMatchObject({
      code: 'unknown_idea',
    });
  }
  expect(await server.refused('update_idea', { idea_id: 'nonsense' })).toMatchObject({
    code: 'unknown_idea',
  });
  expect(await server.ok('get_status')).toMatchObject({ counts: { experiments: 0 } });
});

test('ideas are not lost by a revert, a restart or another client', async () => {
  const { repository, server, started, settle } = await startSession({ kind: 'new' });
  await server.ok('add_ideas', { ideas: [{ title: 'Größere Puffer 🚀' }] });
  await settle(printing(120), 'discard');
  await server.close();
  const next = await connect({ directory: repository.root, home: server.home, kind: 'old' });
  for (const query of ['großere', 'puffer', '🚀', '"größere puffer"']) {
    expect((await next.ok('list_ideas', { query, session_id: started.session_id })).ideas).toHaveLength(1);
  }
});

test('ideas that differ in a word or a sign are all listed', async () => {
  const { server } = await startSession({ kind: 'new' });
  const titles = [
    'Write it in C',
    'Write it in C++',
    'Parse before cache',
    'Cache before parse',
    'Set it to -1',
  ];
  for (const title of [...titles, 'Set it to +1']) await server.ok('add_ideas', { ideas: [{ title }] });
  expect((await server.ok('list_ideas')).ideas).toHaveLength(titles.length + 1);
});

test('an idea whose run judged nothing is open again, and the next run of the same edits is of it', async () => {
  const { repository, server, started, log } = await startSession({ kind: 'new' });
  const gate = makeGate();
  await server.ok('add_ideas', { ideas: [{ title: 'Unroll the inner loop' }] });
  const idea_id = `${started.session_id}.i1`;
  repository.write('code.sh', gate.code + printing(90));
  const { run_id } = await server.ok('run_experiment', { idea_id, wait_seconds: 0 });
  await gate.reached();
  expect((await server.ok('add_ideas', { ideas: [{ title: 'Another' }] })).next_step).toContain(
    'wait for it',
  );
  await server.ok('cancel_run', { run_id });
  expect((await server.ok('list_ideas', { state: 'open' })).ideas).toHaveLength(2);
  gate.open();
  const run = await server.ok('run_experiment', { description: 'the same again' });
  await log(run, 'keep');
  expect((await server.ok('list_ideas', { state: 'kept' })).ideas).toMatchObject([
    { idea_id, tried: { run_id: run.run_id, outcome: 'kept' } },
  ]);
  repository.write('code.sh', printing(95));
  const worse = await server.ok('run_experiment', { idea_id });
  await log(worse, 'discard');
  expect((await server.ok('list_ideas', { state: 'kept' })).ideas).toMatchObject([
    { idea_id, tried: { run_id: run.run_id } },
  ]);
});

test('ideas of an earlier session are known in the next one, and found from any', async () => {
  const { server, started } = await startSession({ kind: 'new' });
  await server.ok('add_ideas', { ideas: [{ title: 'Unroll the inner loop' }] });
  const idea_id = `${started.session_id}.i1`;
  const next = await server.ok('init_experiment', { ...scriptInit, name: 'Next', restart: true });
  expect(next.notes.join(' ')).toContain(`1 idea of ${started.session_id}`);
  const { added, similar } = await server.ok('add_ideas', { ideas: [{ title: 'Unroll the inner loop' }] });
  expect({ added, similar }).toMatchObject({ added: [{}], similar: [{ idea_id }] });
  expect((await server.ok('query_runs', { query: 'unroll inner' })).ideas).toMatchObject([
    { title: 'Unroll the inner loop' },
    { title: 'Unroll the inner loop' },
  ]);
});

test('what a log brings in the words of a listed idea is told, and a log that is repeated says so', async () => {
  const { server, attempt } = await startSession({ kind: 'new' });
  await server.ok('add_ideas', { ideas: [{ title: 'Unroll the inner loop' }] });
  const { run_id } = await attempt(printing(90));
  const log = { run_id, status: 'keep', description: 'a try', ideas: ['Unroll the inner loop', 'Cache it'] };
  const first = await server.ok('log_experiment', log);
  expect(first.notes).toEqual([expect.stringContaining('To "Unroll the inner loop": Idea')]);
  const second = await server.ok('log_experiment', { ...log, learned: 'more' });
  expect(second.notes[0]).toContain('was logged before');
});
