// How long query_runs takes over everything that a machine remembers, and how that grows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addHistory } from './lib/history.js';
import { makeRepository } from './lib/repositories.js';
import { startServer, startSession } from './lib/session.js';
import { medianOf, printTable, quantileOf } from './lib/table.js';
import { lessonOf } from './lib/words.js';

const calls = Number(process.env.BENCH_CALLS ?? 200);
const sizes = [1_000, 100_000];

const questions = {
  'the newest': () => ({}),
  'words of one run': (at) => ({ query: `variant ${at}` }),
  'rare words': () => ({ query: 'prefetch "branch mispredictions"' }),
  'a common word': () => ({ query: 'loop' }),
  'words, newest first': () => ({ query: 'loop cache', order: 'newest' }),
  'words of kept runs': () => ({ query: 'cache', outcome: 'kept' }),
  'kept runs': () => ({ outcome: 'kept' }),
  'a verdict that is rare': () => ({ verdict: 'crashed' }),
};

const work = mkdtempSync(join(tmpdir(), 'autoresearch-bench-'));
try {
  const measured = [];
  for (const runs of sizes) measured.push(await measure(runs));
  printTable([...Object.keys(questions), 'all of them'].map((what) => rowOf(what, measured)));
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Milliseconds of each call, by question. */
async function measure(runs) {
  const directory = join(work, `repository-${runs}`);
  const home = join(work, `home-${runs}`);
  makeRepository(directory, 10);
  const session = await startSession(directory, home);
  await session.round('discard');
  await session.close();
  addHistory(home, session.id, runs, (number) => ({ log: lessonOf(number), ...becomingOf(number) }));
  const server = await startServer(directory, home);
  const times = Object.fromEntries(Object.keys(questions).map((what) => [what, []]));
  for (let at = 0; at < calls; at++) {
    for (const [what, ask] of Object.entries(questions)) {
      const before = performance.now();
      await server.call('query_runs', ask(at));
      times[what].push(performance.now() - before);
    }
  }
  await server.close();
  return { ...times, 'all of them': Object.values(times).flat() };
}

function becomingOf(number) {
  if (number % 25 === 0) return { verdict: 'better', outcome: 'kept' };
  if (number % 997 === 0) return { verdict: 'crashed', outcome: 'discarded' };
  return {};
}

function rowOf(what, measured) {
  const [before, after] = measured.map((times) => medianOf(times[what]));
  return {
    query_runs: what,
    [`p50 ms, ${sizes[0]} runs`]: before.toFixed(1),
    [`p50 ms, ${sizes[1]} runs`]: after.toFixed(1),
    'p99 ms': quantileOf(measured[1][what], 0.99).toFixed(1),
    growth: `${(after / before).toFixed(1)}x`,
  };
}
