// How long it takes from starting the server to its first answer, and to answer get_status, with a long life behind it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addHistory } from './lib/history.js';
import { makeRepository } from './lib/repositories.js';
import { startServer, startSession } from './lib/session.js';
import { printTable, quantileOf } from './lib/table.js';

const starts = Number(process.env.BENCH_STARTS ?? 100);
const calls = Number(process.env.BENCH_CALLS ?? 1000);
const loggedRuns = 10_000;

const work = mkdtempSync(join(tmpdir(), 'autoresearch-bench-'));
try {
  const rows = [];
  for (const runs of [0, loggedRuns]) rows.push(...(await measure(runs)));
  printTable(rows);
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function measure(runs) {
  const directory = join(work, `repository-${runs}`);
  const home = join(work, `home-${runs}`);
  makeRepository(directory, 100);
  const session = await startSession(directory, home);
  await session.round('discard');
  await session.close();
  if (runs > 0) addHistory(home, session.id, runs);
  const started = [];
  for (let at = 0; at < starts; at++) {
    const before = performance.now();
    const server = await startServer(directory, home);
    await server.call('get_status', {});
    started.push(performance.now() - before);
    await server.close();
  }
  const server = await startServer(directory, home);
  const answered = [];
  for (let at = 0; at < calls; at++) {
    const before = performance.now();
    await server.call('get_status', {});
    answered.push(performance.now() - before);
  }
  await server.close();
  return [rowOf('start to first answer', runs, started), rowOf('get_status', runs, answered)];
}

function rowOf(what, runs, times) {
  return {
    what,
    runs,
    times: times.length,
    'p50 ms': quantileOf(times, 0.5).toFixed(1),
    'p99 ms': quantileOf(times, 0.99).toFixed(1),
  };
}
