import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connectTo, type OneOfMany } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { type HttpServer, startHttpServer } from '../support/http-server.js';
import { liveHeap } from '../support/live-heap.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const clients = 50;
const repositories = 5;
const seconds = 60;
const halfway = seconds / 2;
// Megabytes that a server may keep more in the second half: on a slow machine some clients come only then.
const growth = 15;
const pauseMilliseconds = 250;
/** What a client may be told where many work on the same, on a machine that measures one thing at a time. */
const documented = ['run_in_progress', 'run_pending', 'machine_busy', 'session_exists'];

/** What is to be found again afterwards. */
interface Told {
  readonly reads: number[];
  readonly refusals: Set<string>;
  logged: number;
  ideas: number;
}

test(`${clients} clients for ${seconds} s: nothing is lost, and memory stays flat`, async () => {
  const root = temporaryDirectory();
  const heap = liveHeap();
  const server = await startHttpServer({ roots: [root], options: ['--log-level', 'warn'], ...heap.start });
  const places = await Promise.all(
    Array.from({ length: repositories }, (_, at) => begin(server, join(root, `${at}`))),
  );
  const told: Told = { reads: [], refusals: new Set(), logged: 0, ideas: 0 };
  const until = Date.now() + seconds * 1000;
  const all = Array.from({ length: clients }, async (_, at) => {
    const kind = at % 2 === 0 ? 'new over HTTP' : 'stateless over HTTP';
    const client = await connectTo({ origin: server.origin, secret: server.secret() }, kind);
    const place = places[at % repositories];
    if (place === undefined) throw new Error('Every client has a repository.');
    if (at < repositories) await work(client, place, told, until);
    else await look(client, place, told, { at, until });
  });
  await delay(halfway * 1000);
  const midway = await heap.megabytes(server.pid);
  await Promise.all(all);
  const end = await heap.megabytes(server.pid);

  const sorted = told.reads.toSorted((a, b) => a - b);
  const quantile = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  process.stdout.write(
    `${sorted.length} reads: median ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms; ` +
      `${told.logged} runs logged, ${told.ideas} ideas; ${Math.round(midway)} MB kept after ${halfway} s, ${Math.round(end)} MB at the end; ` +
      `refusals: ${[...told.refusals].join(', ')}\n`,
  );
  expect(documented).toEqual(expect.arrayContaining([...told.refusals]));
  expect(countRows(server.home, 'runs', 'outcome IS NOT NULL')).toBe(told.logged);
  expect(countRows(server.home, 'ideas')).toBe(told.ideas);
  expect(countRows(server.home, 'runs', "state = 'running'")).toBe(0);
  expect(told.refusals.size).toBeGreaterThan(0);
  expect(told.logged).toBeGreaterThan(0);
  expect(sorted.length).toBeGreaterThan(4 * clients);
  expect(end - midway).toBeLessThan(growth);
  expect(server.stderr()).toBe('');
});

async function begin(server: HttpServer, directory: string) {
  const repository = makeRepository(scriptFiles, { directory });
  const client = await connectTo({ origin: server.origin, secret: server.secret() });
  const { session_id } = await client.ok('init_experiment', { ...scriptInit, directory, wait_seconds: 60 });
  return { repository, session_id: String(session_id) };
}

type Place = Awaited<ReturnType<typeof begin>>;

/** Edit, measure and log, again and again. */
async function work(client: OneOfMany, { repository, session_id }: Place, told: Told, until: number) {
  for (let value = 99; Date.now() < until; value -= 1) {
    repository.write('code.sh', printing(value));
    const args = { session_id, description: `try ${value}`, wait_seconds: 60 };
    const { error, fields } = await client.call('run_experiment', args);
    if (error !== undefined) {
      told.refusals.add(error.code);
      continue;
    }
    const { run_id } = fields;
    for (let { state } = fields; state === 'running'; ) {
      ({ state } = await client.ok('run_experiment', { run_id, wait_seconds: 60 }));
    }
    await client.ok('log_experiment', { run_id, status: 'keep', description: 'a try' });
    told.logged += 1;
    await delay(pauseMilliseconds);
  }
}

/** Read all there is, note an idea now and then, and get in the way of who works. */
async function look(
  client: OneOfMany,
  { repository, session_id }: Place,
  told: Told,
  { at, until }: { at: number; until: number },
) {
  const reads = [
    () => client.ok('get_status', { session_id }),
    () => client.ok('query_runs', { query: 'try' }),
    () => client.ok('list_ideas', { session_id }),
    () => client.ok('get_run', { run_id: `${session_id}.0`, include: ['samples'] }),
    () => client.resources.read(`autoresearch://sessions/${session_id}`),
    () => client.listTools(),
  ];
  for (let turn = at; Date.now() < until; turn += 1) {
    const started = performance.now();
    await reads[turn % reads.length]?.();
    told.reads.push(performance.now() - started);
    if (turn % 20 === 0) {
      // Numbers are words of their own: no two of them are alike enough to be one idea.
      const { added } = await client.ok('add_ideas', {
        session_id,
        ideas: [{ title: `w${at}x${turn} y${turn}z${at}` }],
      });
      told.ideas += added.length;
    }
    if (turn % 30 === 0) {
      const another = { ...scriptInit, name: 'Another', directory: repository.root, wait_seconds: 0 };
      const { error } = await client.call('init_experiment', another);
      if (error !== undefined) told.refusals.add(error.code);
    }
    await delay(pauseMilliseconds);
  }
}
