import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { connectTo } from '../support/connect.js';
import { makeGate } from '../support/gate.js';
import { startHttpServer } from '../support/http-server.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, openTestRepository } from '../support/test-repository.js';

/** A session, with a run and an idea, that somebody at the machine has begun outside the roots of a server; and that server. */
async function startBeside() {
  const outside = await startSession({ kind: 'new' });
  const { run_id } = await outside.attempt(printing(90));
  const { added } = await outside.server.ok('add_ideas', { ideas: [{ title: 'Secret plan' }] });
  const root = temporaryDirectory();
  const inside = makeRepository(scriptFiles, { directory: join(root, 'Inside') });
  const server = await startHttpServer({ roots: [root], home: outside.server.home });
  const address = { origin: server.origin, secret: server.secret() };
  const ids = {
    session_id: `${outside.started.session_id}`,
    run_id: `${run_id}`,
    idea_id: `${added[0].idea_id}`,
  };
  return { root, inside, outside: outside.repository.root, server, address, ids };
}

test.each(['new over HTTP', 'stateless over HTTP'] as const)(
  'no way leads out of the roots, with the %s client',
  async (kind) => {
    const { root, inside, outside, address, ids } = await startBeside();
    symlinkSync(outside, join(root, 'link'));
    symlinkSync(join(dirname(root), 'not-there'), join(root, 'dangling'));
    mkdirSync(join(root, 'file'));
    writeFileSync(join(root, 'file', '.git'), `gitdir: ${join(outside, '.git')}\n`);
    mkdirSync(join(root, 'bare', '.git'), { recursive: true });
    writeFileSync(join(root, 'bare', '.git', 'commondir'), `${join(outside, '.git')}\n`);
    const elsewhere = makeRepository(scriptFiles, { directory: join(root, 'elsewhere') });
    elsewhere.git('config', 'core.worktree', outside);
    const ways = [
      outside,
      `${root}/../${basename(outside)}`,
      `${inside.root}/../../${basename(outside)}`,
      `${root}/nothing/../../${basename(outside)}`,
      join(root, 'link'),
      join(root, 'link', '..', 'link'),
      join(root, 'dangling'),
      join(root, 'file'),
      elsewhere.root,
      dirname(root),
      '/',
      '/nowhere/at/all',
      '.',
      `${root}x`,
      root.toUpperCase(),
      `../${basename(root)}/Inside`,
    ];
    const client = await connectTo(address, kind);
    for (const directory of ways) {
      for (const [tool, args] of [
        ['init_experiment', scriptInit],
        ['get_status', {}],
        ['query_runs', {}],
      ] as const) {
        const { code } = await client.refused(tool, { ...args, directory });
        expect({ tool, directory, code }).toEqual({ tool, directory, code: 'out_of_bounds' });
      }
    }
    for (const directory of [join(root, 'bare'), join(root, 'inside'), join(root, 'a\0b')]) {
      const { code } = await client.refused('get_status', { directory });
      expect({ directory, code }).toEqual({ directory, code: 'not_a_repository' });
    }
    for (const [directory, code] of [
      [root + '/x'.repeat(1900), 'not_a_repository'],
      ['/x'.repeat(1_000_000), 'invalid_config'],
      [`/${'x'.repeat(1_000_000)}`, 'invalid_config'],
    ] as const) {
      const refusal = await client.refused('get_status', { directory });
      expect(refusal.code).toBe(code);
      expect(JSON.stringify(refusal).length).toBeLessThan(1000);
    }
    const { session_id, run_id, idea_id } = ids;
    const unknown = [
      ['get_status', { session_id }, 'unknown_session'],
      ['list_ideas', { session_id }, 'unknown_session'],
      ['query_runs', { session_id }, 'unknown_session'],
      ['add_ideas', { session_id, ideas: [{ title: 'x' }] }, 'unknown_session'],
      ['end_session', { session_id }, 'unknown_session'],
      ['run_experiment', { session_id, description: 'x' }, 'unknown_session'],
      ['run_experiment', { run_id }, 'unknown_run'],
      ['get_run', { run_id, include: ['diff'] }, 'unknown_run'],
      ['cancel_run', { run_id }, 'unknown_run'],
      ['log_experiment', { run_id, status: 'keep', description: 'x' }, 'unknown_run'],
      ['update_idea', { idea_id, state: 'dropped' }, 'unknown_idea'],
    ] as const;
    for (const [tool, args, code] of unknown) {
      expect({ tool, code: (await client.refused(tool, args)).code }).toEqual({ tool, code });
    }
    expect((await client.ok('query_runs', {})).runs).toEqual([]);
    const { read, list, complete, unreadable } = client.resources;
    for (const uri of ['autoresearch://sessions', 'autoresearch://ideas']) {
      expect(await read(uri)).not.toContain(session_id);
    }
    expect(JSON.stringify(await list())).not.toContain(session_id);
    expect(await complete('autoresearch://sessions/{session_id}', 'session_id', '')).toEqual([]);
    expect(await complete('autoresearch://runs/{run_id}', 'run_id', session_id)).toEqual([]);
    for (const of of [
      `sessions/${session_id}`,
      `sessions/${session_id}/report.md`,
      `runs/${run_id}`,
      `runs/${run_id}/diff`,
    ]) {
      expect((await unreadable(`autoresearch://${of}`)).message).toMatch(/^There is no (session|run)/);
    }
    const toResume = () => client.prompts.complete('autoresearch_resume', 'session_id', '');
    expect(await toResume()).toEqual([]);
    const begun = await client.ok('init_experiment', { ...scriptInit, directory: inside.root });
    expect(begun).toMatchObject({ verdict: 'baseline' });
    expect(await toResume()).toEqual([begun.session_id]);
  },
);

test('a session whose directory has become a link out of the roots is there no more', async () => {
  const { inside, outside, address } = await startBeside();
  const client = await connectTo(address);
  const { session_id } = await client.ok('init_experiment', { ...scriptInit, directory: inside.root });
  renameSync(inside.root, `${inside.root}-moved`);
  symlinkSync(outside, inside.root);
  expect(await client.refused('get_status', { session_id })).toMatchObject({ code: 'unknown_session' });
  expect((await client.ok('query_runs', {})).runs).toEqual([]);
});

test('with several repositories, a call says which; with one, it need not', async () => {
  const root = temporaryDirectory();
  const [one, other] = ['one', 'other'].map((name) =>
    makeRepository(scriptFiles, { directory: join(root, name) }),
  );
  if (one === undefined || other === undefined) throw new Error('There are two.');
  const many = await startHttpServer({ roots: [root] });
  for (const kind of ['new over HTTP', 'old over HTTP', 'stateless over HTTP'] as const) {
    const client = await connectTo({ origin: many.origin, secret: many.secret() }, kind);
    const unnamed = await client.refused('get_status');
    expect(unnamed).toMatchObject({ code: 'invalid_config', hint: expect.stringContaining(root) });
  }
  const single = await startHttpServer({ roots: [one.root], home: many.home });
  const client = await connectTo({ origin: single.origin, secret: single.secret() }, 'stateless over HTTP');
  expect(await client.ok('init_experiment', scriptInit)).toMatchObject({ verdict: 'baseline' });
  expect(await client.refused('get_status', { directory: other.root })).toMatchObject({
    code: 'out_of_bounds',
  });
});

test('who is told that the machine is busy is not told by whom outside the roots', async () => {
  const gate = makeGate();
  const beside = await startSession({ kind: 'new' });
  const inside = makeRepository(scriptFiles);
  const server = await startHttpServer({ roots: [inside.root], home: beside.server.home });
  const client = await connectTo({ origin: server.origin, secret: server.secret() });
  beside.repository.write('code.sh', gate.code + printing(90));
  await beside.server.ok('run_experiment', { description: 'held', wait_seconds: 0 });
  await gate.reached();
  const refused = await client.refused('init_experiment', { ...scriptInit, wait_seconds: 0.1 });
  expect(refused.code).toBe('machine_busy');
  expect(refused.message).toMatch(/^Another session has been measuring/);
  gate.open();
});

test('what was tried in a worktree outside the roots is not told to who works in its repository', async () => {
  const root = temporaryDirectory();
  const inside = makeRepository(scriptFiles, { directory: join(root, 'inside') });
  const outside = join(temporaryDirectory(), 'worktree');
  inside.git('worktree', 'add', '-q', outside);
  const beside = await startSession({
    kind: 'new',
    repository: openTestRepository(outside),
    init: { name: 'Elsewhere', max_experiments: 1 },
  });
  await beside.settle(printing(110), 'discard');
  const idea = 'Unroll the innermost loop of the parser';
  await beside.server.ok('add_ideas', { ideas: [{ title: idea }] });
  const server = await startHttpServer({ roots: [root], home: beside.server.home });
  const client = await connectTo({ origin: server.origin, secret: server.secret() });
  const started = await client.ok('init_experiment', { ...scriptInit, directory: inside.root });
  const added = await client.ok('add_ideas', { ideas: [{ title: idea }, { title: 'a try' }] });
  const told = JSON.stringify([started, added, await client.ok('query_runs', { query: 'loop try' })]);
  expect(told).not.toContain(`${beside.started.session_id}`);
  expect(added.added).toHaveLength(2);
});
