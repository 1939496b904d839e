// The server's own time for run_experiment plus log_experiment: everything but the benchmark command. Reported as a
// table and as a ratio to a bare `git add -A`, `git commit`, `git rev-parse` on the same repository in the same run.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addHistory } from './lib/history.js';
import { bareSequence, makeRepository } from './lib/repositories.js';
import { startSession } from './lib/session.js';
import { medianOf, printTable, spreadOf } from './lib/table.js';

const sizes = [100, 10_000, 50_000];
const rounds = Number(process.env.BENCH_ROUNDS ?? 15);
const loggedRuns = 10_000;

const work = mkdtempSync(join(tmpdir(), 'autoresearch-bench-'));
try {
  const rows = [];
  for (const size of sizes) rows.push(...(await measureSize(size, 0)));
  rows.push(...(await measureSize(100, loggedRuns)));
  printTable(rows);
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function measureSize(size, history) {
  const directory = join(work, `${size}-${history}`);
  const home = join(work, `home-${size}-${history}`);
  makeRepository(directory, size);
  const bare = `${directory}-bare`;
  cpSync(directory, bare, { recursive: true, preserveTimestamps: true });
  bareSequence(bare, 'warm-up');

  const session = await startSession(directory, home);
  if (history > 0) addHistory(home, session.id, history);
  await session.round('discard', 0);
  await session.round('keep', 0);
  const times = { git: [], discard: [], keep: [] };
  for (let round = 1; round <= rounds; round++) {
    // Interleaved, so that a slow minute of the machine slows all three.
    times.git.push(bareSequence(bare, `round ${round}`));
    times.discard.push(await session.round('discard', round));
    times.keep.push(await session.round('keep', round));
  }
  await session.close();
  return ['discard', 'keep'].map((kind) => rowOf(size, history, kind, times));
}

function rowOf(size, history, kind, times) {
  const git = medianOf(times.git);
  const own = medianOf(times[kind]);
  return {
    files: size,
    'runs before': history,
    'run, then': kind,
    'own ms': own.toFixed(0),
    spread: spreadOf(times[kind]).toFixed(0),
    'git ms': git.toFixed(0),
    'own / git': (own / git).toFixed(2),
    'target ms': (60 + 2 * git).toFixed(0),
    met: own <= 60 + 2 * git ? 'yes' : 'NO',
  };
}
