import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connect } from '../support/connect.js';
import { makeFamily } from '../support/family.js';
import { type RawServer, startRawServer } from '../support/raw-server.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';
const files = { ...scriptFiles, 'autoresearch.yaml': 'kill_grace_seconds: 1\n' };
// The grace, and as much again ten times over for a machine that has other things to do.
const longestSeconds = 11;

test('a time-out ends everything that the benchmark has started, within the grace', async () => {
  const family = makeFamily();
  const repository = makeRepository(files);
  const server = await connect({ directory: repository.root });
  await server.ok('init_experiment', { ...scriptInit, timeout_seconds: 8 });
  repository.write('code.sh', family.code);
  const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
  await family.settled();
  expect(family.alive()).toHaveLength(5);
  const run = await server.ok('run_experiment', { run_id });
  expect(run).toMatchObject({ state: 'finished', verdict: 'timed_out' });
  expect(family.alive()).toEqual([]);
  expect(run.elapsed_seconds).toBeLessThan(8 + longestSeconds);
  expect(run.notes.join()).toMatch(/were ended: .*sh/);
});

test('cancel_run does, and answers then', async () => {
  const family = makeFamily();
  const repository = makeRepository(files);
  const server = await connect({ directory: repository.root, kind: 'old' });
  await server.ok('init_experiment', scriptInit);
  repository.write('code.sh', family.code);
  const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
  await family.settled();
  const before = performance.now();
  expect(await server.ok('cancel_run', { run_id })).toMatchObject({ verdict: 'cancelled' });
  expect(family.alive()).toEqual([]);
  expect(performance.now() - before).toBeLessThan(1000 * longestSeconds);
  repository.write('code.sh', printing(90));
  expect(await server.ok('run_experiment', { description })).toMatchObject({ verdict: 'better' });
});

const ways: [string, (server: RawServer) => void][] = [
  ['SIGTERM', ({ child }) => child.kill('SIGTERM')],
  ['SIGINT', ({ child }) => child.kill('SIGINT')],
  ['the end of its input', ({ child }) => child.stdin?.end()],
];

test.each(ways)('%s does, also when it comes twice', async (_, end) => {
  const family = makeFamily();
  const repository = makeRepository(files);
  const server = await startRawServer(repository.root, temporaryDirectory());
  await server.callTool('init_experiment', scriptInit);
  repository.write('code.sh', family.code);
  await server.callTool('run_experiment', { description, wait_seconds: 0 });
  await family.settled();
  expect(family.alive()).toHaveLength(5);
  const before = performance.now();
  end(server);
  await delay(300);
  end(server);
  expect(await server.ended()).toBe(0);
  expect(family.alive()).toEqual([]);
  expect(performance.now() - before).toBeLessThan(1000 * longestSeconds);
});
