import { describe, expect, test } from 'vitest';
import { clientKinds } from '../support/connect.js';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

describe.each(clientKinds)('with the %s client', (kind) => {
  test('runs of all sessions and repositories are found, by words, outcome, verdict and place', async () => {
    const elsewhere = makeRepository(scriptFiles);
    const first = await startSession({ kind, connect: { elsewhere: [elsewhere.root] } });
    const second = await startSession({
      kind,
      repository: elsewhere,
      connect: { home: first.server.home },
    });
    const one = await logged(first, 90, 'keep', 'Unroll the inner loop', { learned: 'Branches dominate' });
    const two = await logged(first, 95, 'discard', 'Cache the header');
    const three = await logged(second, 120, 'discard', 'Unrolled loops in the parser', {
      hypothesis: 'fewer branches 🚀',
    });
    const { server } = first;
    const ids = async (args: object) => (await server.ok('query_runs', { ...args })).runs.map(idOf);
    expect(await ids({})).toEqual([
      three,
      two,
      one,
      `${second.started.session_id}.0`,
      `${first.started.session_id}.0`,
    ]);
    expect(new Set(await ids({ query: 'unrolling loops' }))).toEqual(new Set([one, three]));
    expect(await ids({ query: 'branch', order: 'newest' })).toEqual([three, one]);
    expect(await ids({ query: '🚀' })).toEqual([three]);
    expect(await ids({ query: '"inner loop"' })).toEqual([one]);
    expect(await ids({ query: 'code.sh', outcome: 'kept' })).toEqual([one]);
    expect(await ids({ verdict: 'not_better' })).toEqual([three, two]);
    expect(await ids({ directory: second.repository.root, outcome: 'discarded' })).toEqual([three]);
    expect(await ids({ session_id: first.started.session_id, outcome: 'discarded' })).toEqual([two]);
    expect(await ids({ query: 'quantum' })).toEqual([]);
    const [found] = (await server.ok('query_runs', { query: 'inner' })).runs;
    expect(found).toMatchObject({
      session_id: first.started.session_id,
      directory: first.repository.root,
      description: 'Unroll the inner loop',
      learned: 'Branches dominate',
      verdict: 'better',
      outcome: 'kept',
      improvement_percent: 10,
      files: ['code.sh'],
    });
    expect(await server.ok('get_run', { run_id: three })).toMatchObject({ run: { verdict: 'not_better' } });
  });

  test('pages stay where they are while runs are added', async () => {
    const session = await startSession({ kind });
    for (const value of [91, 92, 93]) await logged(session, value, 'discard', `Try ${value} of the cache`);
    for (const query of [undefined, 'cache']) {
      const ask = (cursor?: string) =>
        session.server.ok('query_runs', {
          limit: 2,
          ...(query ? { query } : {}),
          ...(cursor ? { cursor } : {}),
        });
      const first = await ask();
      await logged(session, 94 + (query === undefined ? 0 : 1), 'discard', 'Another of the cache');
      const second = await ask(first.next_cursor);
      const seen = [...first.runs, ...second.runs].map(idOf);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.map(numberOf).filter((number) => number > 0 && number <= 3)).toHaveLength(3);
    }
  });
});

test('what is asked for with nothing to go by is refused, or empty', async () => {
  const { server } = await startSession({ kind: 'new' });
  expect(await server.refused('query_runs', { cursor: 'x' })).toMatchObject({ code: 'invalid_config' });
  expect(await server.refused('query_runs', { session_id: 'x' })).toMatchObject({ code: 'unknown_session' });
  expect(await server.refused('query_runs', { directory: temporaryDirectory() })).toMatchObject({
    code: 'not_a_repository',
  });
  for (const query of [
    '"',
    'AND OR NOT',
    'NEAR(a b',
    "'; DROP TABLE runs; --",
    'learned:x',
    '*',
    'x '.repeat(5000),
  ]) {
    expect(Array.isArray((await server.ok('query_runs', { query })).runs)).toBe(true);
  }
});

type Started = Awaited<ReturnType<typeof startSession>>;

async function logged(
  { repository, server, started }: Started,
  value: number,
  status: string,
  description: string,
  more = {},
) {
  repository.write('code.sh', printing(value));
  const { run_id } = await server.ok('run_experiment', {
    session_id: started.session_id,
    description,
  });
  await server.ok('log_experiment', { run_id, status, description, ...more });
  return String(run_id);
}

function idOf({ run_id }: { run_id: string }): string {
  return run_id;
}

function numberOf(id: string): number {
  return Number(id.split('.').at(-1));
}
