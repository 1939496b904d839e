import { describe, expect, test } from 'vitest';
import { type Connected, clientKinds } from '../support/connect.js';
import { type SampleRow, storedRuns, storedSamples } from '../support/database.js';
import { killServer, nextServer, startHeldRun } from '../support/held-run.js';
import { startNoisySession } from '../support/noisy.js';
import { drawnPairs } from '../support/sample-pairs.js';

/** What holds for the samples of a run however often it was cut off. */
function expectProperPairs(samples: readonly SampleRow[]): void {
  const pairs = drawnPairs(samples);
  for (const { name, members } of pairs) {
    expect(members.map((member) => member.side).sort(), name).toEqual(['candidate', 'incumbent']);
    expect(members[0]?.seed, name).toBe(members[1]?.seed);
  }
  expect(new Set(pairs.map(({ members }) => members[0]?.seed)).size).toBe(pairs.length);
  for (const purpose of ['gate', 'warm-up'])
    expect(samples.filter((sample) => sample.purpose === purpose)).toHaveLength(1);
}

/** The values of a stage's pairs as the tool tells them. */
async function samplesTold(server: Connected, run_id: string) {
  const { samples } = await server.ok('get_run', { run_id, include: ['samples'] });
  return samples.map(({ purpose, side, value }: SampleRow) => ({ purpose, side, value }));
}

describe.each(clientKinds)('with the %s client', (kind) => {
  test.each([
    ['run_experiment', 3],
    ['get_status', 3],
    ['run_experiment', 10],
  ])(
    'a run whose server is killed goes on with its samples: %s comes first, after %i pairs',
    async (tool, pairs) => {
      const session = await startNoisySession({ kind });
      const run_id = await startHeldRun(session, 'ms=92\n', pairs);
      await killServer(session);
      const before = storedSamples(session.server.home);
      expect(drawnPairs(before).at(-1)?.members).toHaveLength(1);
      const server = await nextServer(session);
      const note = 'run 1 goes on from its stored samples';
      if (tool === 'get_status') expect((await server.ok('get_status')).notes.join()).toContain(note);
      const run = await server.ok('run_experiment', { run_id });
      expect(run).toMatchObject({
        run: 1,
        run_id,
        state: 'finished',
        verdict: 'better',
        evidence: 'confirmed',
      });
      expect((await server.ok('get_status')).notes.join()).toContain(note);

      const after = storedSamples(server.home);
      expect(after.slice(0, before.length)).toEqual(before);
      expectProperPairs(after.filter((sample) => sample.run === 1));
      expect(storedRuns(server.home)).toHaveLength(2);
      const confirmed = drawnPairs(storedSamples(server.home, 1)).filter(({ name }) =>
        name.startsWith('confirm'),
      );
      expect(run.metric.pairs).toBe(confirmed.length);
      const kept = await server.ok('log_experiment', { run_id, status: 'keep', description: 'a try' });
      expect(kept).toMatchObject({ outcome: 'kept', counts: { experiments: 1, kept: 1 } });
    },
  );

  test.each(['close', 'cancel_run'])(
    'after %s in a pair the same code goes on with its samples in another run',
    async (how) => {
      const session = await startNoisySession({ kind });
      const first = await startHeldRun(session, 'ms=92\n', 3);
      if (how === 'close') await session.server.close();
      else await session.server.ok('cancel_run', { run_id: first });
      session.setHook('');
      const verdict = how === 'close' ? 'interrupted' : 'cancelled';
      expect(storedRuns(session.server.home)[1]).toMatchObject({ state: 'finished', verdict });
      const before = storedSamples(session.server.home);
      const server = how === 'close' ? await nextServer(session) : session.server;
      const told = await samplesTold(server, first);
      const run = await server.ok('run_experiment', { description: 'the same again' });
      expect(run).toMatchObject({ run: 2, state: 'finished', verdict: 'better', evidence: 'confirmed' });
      const after = storedSamples(server.home);
      expect(after.slice(0, before.length)).toEqual(before);
      expectProperPairs(after.filter((sample) => sample.run > 0));
      expect((await samplesTold(server, run.run_id)).slice(0, told.length)).toEqual(told);
      expect(told).toHaveLength(before.filter((sample) => sample.run === 1).length);
    },
  );
});
