import { expect, test } from 'vitest';
import { storedRuns } from '../support/database.js';
import { startNoisySession } from '../support/noisy.js';

test('of sixty changes without effect at most one is kept, and only a confirmed one', async () => {
  const { attempt, log, repository, server } = await startNoisySession();
  let head = repository.git('rev-parse', 'HEAD');
  const kept: string[] = [];
  for (let number = 1; number <= 60; number++) {
    const run = await attempt(`ms=100 # ${number}\n`);
    const logged = await log(run, run.can_keep ? 'keep' : 'discard');
    if (logged.outcome === 'kept') {
      kept.push(run.evidence);
      head = logged.commit;
    }
    expect(repository.git('rev-parse', 'HEAD'), run.run_id).toBe(head);
  }
  expect(kept.length).toBeLessThanOrEqual(1);
  expect(kept.every((evidence) => evidence === 'confirmed')).toBe(true);
  const runs = storedRuns(server.home).filter((run) => run.number > 0);
  expect(runs).toHaveLength(60);
  expect(runs.filter((run) => run.verdict === 'better')).toHaveLength(kept.length);
});
