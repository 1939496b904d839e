import { describe, expect, onTestFinished, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { connect, oneKind } from '../support/connect.js';
import { storedRuns } from '../support/database.js';
import { makeGate } from '../support/gate.js';
import { type RawServer, startRawServer } from '../support/raw-server.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const ways: [string, (server: RawServer) => void][] = [
  ['the end of its input', ({ child }) => child.stdin?.end()],
  ['SIGTERM', ({ child }) => child.kill('SIGTERM')],
  ['SIGINT', ({ child }) => child.kill('SIGINT')],
  ['SIGHUP', ({ child }) => child.kill('SIGHUP')],
];

describe.each(ways)('%s during a measurement', (_, end) => {
  test.each(['isolated', 'in-place'])('ends the processes of the benchmark, %s', async (isolation) => {
    const gate = makeGate();
    onTestFinished(gate.open);
    const home = temporaryDirectory();
    const repository = makeRepository(scriptFiles);
    const server = await startRawServer(repository.root, home);
    await server.callTool('init_experiment', { ...scriptInit, isolation });
    repository.write('code.sh', gate.code + printing(90));
    repository.write('new.txt', 'new\n');
    const before = pictureOf(repository);
    await server.callTool('run_experiment', { description: 'a try', wait_seconds: 0 });
    await gate.reached();
    end(server);
    await gate.deserted();
    expect(await server.ended()).toBe(0);
    expect(pictureOf(repository)).toEqual(before);

    for (const kind of oneKind) {
      const next = await connect({ directory: repository.root, home, kind });
      const { pending_run: pending, recent_runs: runs } = await next.ok('get_status');
      expect(pending).toBeUndefined();
      const run = await next.ok('run_experiment', { run_id: runs[0].run_id });
      expect(run).toMatchObject({ state: 'finished', verdict: 'interrupted' });
      await next.close();
    }
    expect(storedRuns(home)[1]).toMatchObject({ state: 'finished', verdict: 'interrupted', value: null });
  });
});

test('SIGTERM while the baseline is measured leaves nothing behind', async () => {
  const gate = makeGate();
  onTestFinished(gate.open);
  const home = temporaryDirectory();
  const repository = makeRepository({ ...scriptFiles, 'code.sh': gate.code + printing(100) });
  const before = pictureOf(repository);
  const server = await startRawServer(repository.root, home);
  await server.callTool('init_experiment', { ...scriptInit, wait_seconds: 0 });
  await gate.reached();
  server.child.kill('SIGTERM');
  expect(await server.ended()).toBe(0);
  expect(gate.isOccupied()).toBe(false);
  expect(pictureOf(repository)).toEqual(before);
  gate.open();
  const next = await connect({ directory: repository.root, home });
  expect(await next.ok('init_experiment', scriptInit)).toMatchObject({ verdict: 'baseline' });
});
