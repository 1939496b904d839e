import { expect, test } from 'vitest';
import type { Connected } from '../support/connect.js';
import { type SampleRow, storedRuns, storedSamples } from '../support/database.js';
import { holdPair, killServer, nextServer, startHeldRun } from '../support/held-run.js';
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

test.each([
  ['run_experiment', 3, 'new'],
  ['get_status', 3, 'old'],
  ['run_experiment', 10, 'old'],
] as const)(
  'a run whose server is killed goes on with its samples: %s comes first, in pair %i, with the %s client',
  async (tool, pairs, kind) => {
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

test('what a killed server was still running is ended before its run goes on', async () => {
  const session = await startNoisySession();
  const gate = holdPair(session, 3);
  session.repository.write('code.sh', 'ms=92\n');
  const { run_id } = await session.server.ok('run_experiment', { description: 'a try', wait_seconds: 0 });
  await gate.reached();
  await killServer(session);
  expect(gate.isOccupied()).toBe(true);
  session.setHook('');
  const server = await nextServer(session);
  expect(await server.ok('run_experiment', { run_id })).toMatchObject({ verdict: 'better' });
  expect(gate.isOccupied()).toBe(false);
});

test.each(['close', 'cancel_run'])(
  'after %s in a pair the same code goes on with its samples in another run',
  async (how) => {
    const session = await startNoisySession();
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

test('a run whose servers are killed again and again is interrupted in the end', async () => {
  const session = await startNoisySession();
  const run_id = await startHeldRun(session, 'ms=92\n', 3);
  await killServer(session);
  // The pair that was cut off is drawn again, so that its second member comes twice.
  for (const number of [6, 9]) {
    const gate = holdPair(session, number);
    const server = await nextServer(session);
    await server.ok('run_experiment', { run_id, wait_seconds: 0 });
    await gate.reached();
    await killServer({ ...session, server });
  }
  const server = await nextServer(session);
  const run = await server.ok('run_experiment', { run_id });
  expect(run).toMatchObject({ run: 1, state: 'finished', verdict: 'interrupted', can_keep: false });
  const before = storedSamples(server.home);
  session.setHook('');
  const again = await server.ok('run_experiment', { description: 'the same again' });
  expect(again).toMatchObject({ run: 2, verdict: 'better', evidence: 'confirmed' });
  const after = storedSamples(server.home);
  expect(after.slice(0, before.length)).toEqual(before);
  expectProperPairs(after.filter((sample) => sample.run > 0));
});

test('a run whose server was killed can be cancelled', async () => {
  const session = await startNoisySession();
  const run_id = await startHeldRun(session, 'ms=92\n', 3);
  await killServer(session);
  const gate = holdPair(session, 6);
  const server = await nextServer(session);
  expect(await server.ok('cancel_run', { run_id })).toMatchObject({ run_id, verdict: 'cancelled' });
  expect(gate.isOccupied()).toBe(false);
  expect((await server.ok('get_status')).pending_run).toBeUndefined();
});
