import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectTo } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { startHttpServer } from '../support/http-server.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';

test('clients of every kind work on one repository: one run at a time, and each sees what the others did', async () => {
  const gate = makeGate();
  const repository = makeRepository(scriptFiles);
  const server = await startHttpServer({ roots: [repository.root] });
  const address = { origin: server.origin, secret: server.secret() };
  const one = await connectTo(address, 'new over HTTP');
  const old = await connectTo(address, 'old over HTTP');
  const stateless = await connectTo(address, 'stateless over HTTP');
  const starts = await Promise.all(
    [one, old, stateless].map((each) => each.call('init_experiment', scriptInit)),
  );
  const ids = starts.filter(({ isError }) => !isError).map(({ fields }) => fields.session_id);
  expect(new Set(ids).size).toBe(1);

  repository.write('code.sh', gate.code + printing(90));
  const { run_id } = await one.ok('run_experiment', { description, wait_seconds: 0 });
  await gate.reached();
  expect(await old.refused('run_experiment', { description })).toMatchObject({
    code: 'run_in_progress',
    run_id,
  });
  expect(await stateless.ok('get_status')).toMatchObject({ pending_run: { run_id, state: 'running' } });
  const waits = [old, stateless].map((each) => each.ok('run_experiment', { run_id, wait_seconds: 60 }));
  gate.open();
  for (const done of await Promise.all(waits)) expect(done).toMatchObject({ verdict: 'better' });
  const keep = { run_id, status: 'keep', description };
  const logs = await Promise.all([one, old, stateless].map((each) => each.ok('log_experiment', keep)));
  expect(new Set(logs.map(({ commit }) => commit))).toEqual(new Set([repository.git('rev-parse', 'HEAD')]));
  expect(storedRuns(server.home)).toHaveLength(2);
});

test('clients work on two repositories of one server, each on its own, and measure in turn', async () => {
  const root = temporaryDirectory();
  const server = await startHttpServer({ roots: [root] });
  const address = { origin: server.origin, secret: server.secret() };
  const gates = [makeGate(), makeGate()];
  const clients = await Promise.all(
    (['new over HTTP', 'stateless over HTTP'] as const).map(async (kind, at) => {
      const repository = makeRepository(scriptFiles, { directory: join(root, `repository-${at}`) });
      const client = await connectTo(address, kind);
      const begin = { ...scriptInit, directory: repository.root, wait_seconds: 50 };
      const { session_id } = await client.ok('init_experiment', begin);
      repository.write('code.sh', `${gates[at]?.code}${printing(90 - at)}`);
      return { repository, client, session_id };
    }),
  );
  const runs = clients.map(({ client, session_id }) =>
    client.ok('run_experiment', { session_id, description, wait_seconds: 50 }),
  );
  await Promise.race(gates.map((gate) => gate.reached()));
  expect(gates.filter((gate) => gate.isOccupied())).toHaveLength(1);
  for (const gate of gates) gate.open();
  const done = await Promise.all(runs);
  expect(done.map(({ metric }) => metric.candidate)).toEqual([90, 89]);
  for (const [at, { repository, client }] of clients.entries()) {
    const run_id = `${clients[at]?.session_id}.1`;
    await client.ok('log_experiment', { run_id, status: 'keep', description });
    expect(repository.git('show', 'HEAD:code.sh')).toContain(`size=${90 - at}`);
  }
});
