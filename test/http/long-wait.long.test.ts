import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connectTo, everyKind } from '../support/connect.js';
import { eventually } from '../support/eventually.js';
import { makeGate } from '../support/gate.js';
import { startHttpServer } from '../support/http-server.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

/** Longer than anybody may keep the server waiting. */
const silence = 75_000;

test('who waits or listens for longer than a minute is not taken for somebody who is gone', async () => {
  const gate = makeGate();
  const repository = makeRepository(scriptFiles);
  const server = await startHttpServer({ roots: [repository.root] });
  const address = { origin: server.origin, secret: server.secret() };
  const owner = await connectTo(address);
  const { session_id } = await owner.ok('init_experiment', scriptInit);
  const uri = `autoresearch://sessions/${session_id}/report.md`;
  repository.write('code.sh', gate.code + printing(90));
  const { run_id } = await owner.ok('run_experiment', { description: 'held', wait_seconds: 0 });
  const kinds = everyKind.filter((kind) => kind.endsWith('over HTTP'));
  const clients = await Promise.all(kinds.map((kind) => connectTo(address, kind)));
  for (const { resources } of clients) await resources.subscribe(uri);
  const waits = clients.map((client) => client.ok('run_experiment', { run_id, wait_seconds: 110 }));
  await delay(silence);
  const before = clients.map(({ resources }) => resources.told.length);
  gate.open();
  for (const done of await Promise.all(waits)) expect(done).toMatchObject({ verdict: 'better' });
  for (const [at, { resources }] of clients.entries()) {
    await eventually('the run to be told', () => resources.told.slice(before[at]).includes(uri));
  }
});
