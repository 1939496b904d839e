import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { connect, connectTo } from '../support/connect.js';
import { countRows, storedRuns } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { makeGate } from '../support/gate.js';
import { startHttpServer } from '../support/http-server.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';
const kinds = ['old over HTTP', 'stateless over HTTP'] as const;

/** A server, a session, and a run that stands at a gate while its client waits for it. */
async function startWaiting(kind: (typeof kinds)[number]) {
  const gate = makeGate();
  const repository = makeRepository(scriptFiles);
  const server = await startHttpServer({ roots: [repository.root] });
  const address = { origin: server.origin, secret: server.secret() };
  const first = await connectTo(address, kind);
  const { session_id } = await first.ok('init_experiment', scriptInit);
  repository.write('code.sh', gate.code + printing(90));
  const abort = new AbortController();
  const waiting = first.call('run_experiment', { description, wait_seconds: 100 }, abort.signal).then(
    ({ fields }) => fields.verdict,
    () => 'ended',
  );
  await gate.reached();
  return { gate, repository, server, address, first, abort, waiting, run_id: `${session_id}.1` };
}

test.each(kinds)('the client goes away, and another picks the run up (%s)', async (kind) => {
  const { gate, repository, server, address, first, run_id } = await startWaiting(kind);
  await first.close();
  await eventually('its waiting to end', () => server.stderr().includes('"tool":"run_experiment"'));
  const note = 'mind the cache';
  await commandLine(['note', note], { home: server.home, directory: repository.root });
  const other = await connectTo(address, kind);
  // Nobody had told it to who has gone.
  expect(await other.ok('get_status')).toMatchObject({
    pending_run: { run_id, state: 'running' },
    next_step: expect.stringContaining(note),
  });
  expect(gate.isOccupied()).toBe(true);
  gate.open();
  expect(await other.ok('run_experiment', { run_id })).toMatchObject({
    state: 'finished',
    verdict: 'better',
  });
  const logged = await other.ok('log_experiment', { run_id, status: 'keep', description });
  expect(logged.commit).toBe(repository.git('rev-parse', 'HEAD'));
});

test.each(kinds)(
  'a request is cancelled, and the run goes on until cancel_run ends it (%s)',
  async (kind) => {
    const { gate, address, abort, waiting, run_id } = await startWaiting(kind);
    abort.abort();
    expect(await waiting).toBe('ended');
    const other = await connectTo(address, 'new over HTTP');
    expect(await other.ok('run_experiment', { run_id, wait_seconds: 0 })).toMatchObject({ state: 'running' });
    expect(gate.isOccupied()).toBe(true);
    expect(await other.ok('cancel_run', { run_id })).toMatchObject({ verdict: 'cancelled' });
    expect(gate.isOccupied()).toBe(false);
  },
);

test.each(kinds)(
  'the server stops: who waits is told, and the next one goes on with what it measured (%s)',
  async (kind) => {
    const { gate, repository, server, waiting, run_id } = await startWaiting(kind);
    expect(await server.stop()).toBe(0);
    expect(await waiting).toBe('interrupted');
    await gate.deserted();
    gate.open();
    expect(server.stderr()).not.toMatch(/"level":[56]0/);
    const next = await connect({ directory: repository.root, home: server.home, kind });
    expect(await next.ok('run_experiment', { run_id })).toMatchObject({ verdict: 'interrupted' });
    expect(await next.ok('run_experiment', { description })).toMatchObject({ run: 2, verdict: 'better' });
    expect(storedRuns(server.home)).toMatchObject([
      { verdict: 'baseline' },
      { verdict: 'interrupted', value: null },
      { verdict: 'better' },
    ]);
  },
);

test.each(kinds)(
  'the server stops: who waits for the machine is told, and nothing is begun for him (%s)',
  async (kind) => {
    const gate = makeGate();
    const measured = makeRepository({ ...scriptFiles, 'code.sh': gate.code + printing(100) });
    const other = makeRepository(scriptFiles);
    const server = await startHttpServer({ roots: [measured.root, other.root] });
    const client = await connectTo({ origin: server.origin, secret: server.secret() }, kind);
    const init = { ...scriptInit, wait_seconds: 100 };
    const first = client.ok('init_experiment', { ...init, directory: measured.root }).catch(() => undefined);
    await gate.reached();
    const waiting = client.refused('init_experiment', { ...init, directory: other.root });
    await eventually('it to wait', () => countRows(server.home, 'lock_queue') === 1);
    expect(await server.stop()).toBe(0);
    expect(await waiting).toMatchObject({ code: 'machine_busy', message: expect.stringContaining('stops') });
    await first;
    expect(other.git('branch', '--list', 'autoresearch/*')).toBe('');
    expect(countRows(server.home, 'sessions', `root = '${other.root}'`)).toBe(0);
  },
);

test.each(kinds)(
  'who waits while a person has the session paused is told when the server stops (%s)',
  async (kind) => {
    const repository = makeRepository(scriptFiles);
    const server = await startHttpServer({ roots: [repository.root] });
    const client = await connectTo({ origin: server.origin, secret: server.secret() }, kind);
    await client.ok('init_experiment', scriptInit);
    const place = { home: server.home, directory: repository.root };
    expect((await commandLine(['pause'], place)).code).toBe(0);
    repository.write('code.sh', printing(90));
    const waiting = client.refused('run_experiment', { description, wait_seconds: 100 });
    // It has come by when a later call is answered.
    await client.ok('get_status');
    expect(await server.stop()).toBe(0);
    expect(await waiting).toMatchObject({ code: 'paused' });
  },
);

test.each(kinds)('requests that are cancelled leave no connection behind (%s)', async (kind) => {
  const { gate, server, first, abort, run_id } = await startWaiting(kind);
  abort.abort();
  const cancel = async () => {
    const over = new AbortController();
    const call = first.call('run_experiment', { run_id, wait_seconds: 100 }, over.signal);
    const ended = expect(call).rejects.toThrow();
    await first.ok('get_status');
    over.abort();
    await ended;
  };
  for (let at = 0; at < 8; at += 1) await cancel();
  // Of this client: one that it listens by, and one or two for what it asks.
  await eventually('the streams to end', () => connectionsOf(server) <= 4);
  expect(gate.isOccupied()).toBe(true);
  gate.open();
  expect(await first.ok('run_experiment', { run_id })).toMatchObject({ verdict: 'better' });
});

/** Connections that a server has, as the system sees them. */
function connectionsOf({ origin }: { readonly origin: string }): number {
  const port = Number(new URL(origin).port).toString(16).toUpperCase().padStart(4, '0');
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  // Established, by the address of the server's end.
  return lines.filter((line) => new RegExp(`^ *\\d+: [0-9A-F]+:${port} [0-9A-F:]+ 01 `).test(line)).length;
}
