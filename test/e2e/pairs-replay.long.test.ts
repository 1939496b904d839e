import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { oneKind } from '../support/connect.js';
import { storedSamples } from '../support/database.js';
import { holdPair, killServer, nextServer } from '../support/held-run.js';
import { type NoisyOptions, type NoisySession, startNoisySession } from '../support/noisy.js';
import { countByPurpose, drawnPairs } from '../support/sample-pairs.js';

const description = 'a try';

/** A session in which two gains were kept. */
async function keptTwice(options: NoisyOptions): Promise<NoisySession> {
  const session = await startNoisySession(options);
  for (const value of [90, 80]) {
    session.repository.write('code.sh', `ms=${value}\n`);
    const run = await finished(session);
    expect(await session.log(run, 'keep')).toMatchObject({ outcome: 'kept' });
  }
  return session;
}

/** Measure what is there, in a session whose calls need not wait. */
async function finished({ server }: NoisySession) {
  const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
  return await server.ok('run_experiment', { run_id, wait_seconds: 45 });
}

const result = {
  state: 'finished',
  pairs: 24,
  improvement_percent: expect.any(Number),
  ci_low_percent: expect.any(Number),
  ci_high_percent: expect.any(Number),
  claimed_percent: expect.any(Number),
};

describe.each(oneKind)('with the %s client', (kind) => {
  test('the end is measured against the start on 24 fresh pairs', async () => {
    const { server, started } = await keptTwice({ kind });
    const { session_id } = started;
    const { report, summary } = await server.ok('end_session', { session_id, summary: 'learnt' });
    expect(report.replay).toMatchObject(result);
    const { improvement_percent, ci_low_percent, ci_high_percent } = report.replay;
    expect(ci_low_percent).toBeGreaterThan(15);
    expect(ci_high_percent).toBeLessThan(25);
    expect(report.headline).toMatch(/95 % interval .* measured in 24 fresh pairs/);
    expect(summary).toContain(report.headline);
    expect(countByPurpose(storedSamples(server.home)).replay).toBe(48);
    const { best, session } = await server.ok('get_status');
    expect(session.state).toBe('ended');
    expect(best).toMatchObject({ improvement_percent, ci_low_percent, ci_high_percent });
    const again = await server.ok('end_session', { session_id });
    expect(again.report).toEqual(report);
  });
});

test('a session in which nothing was kept ends at once', async () => {
  const { server, started, settle } = await startNoisySession({ kind: 'old' });
  await settle('ms=130\n', 'discard');
  const { session_id } = started;
  const { report } = await server.ok('end_session', { session_id });
  expect(report.headline).toContain('nothing was kept');
  expect(report).not.toHaveProperty('replay');
  expect(countByPurpose(storedSamples(server.home))).not.toHaveProperty('replay');
  expect((await server.ok('get_status')).session.state).toBe('ended');
});

test('while the end is being measured, nothing else is; a later call brings it', async () => {
  const session = await keptTwice({});
  const { server, started, repository } = session;
  const { session_id } = started;
  const gate = holdPair(session, 5);
  const first = server.ok('end_session', { session_id });
  await gate.reached();
  repository.write('code.sh', 'ms=70\n');
  const refused = await server.refused('run_experiment', { description });
  expect(refused.message).toContain('being ended');
  const log = { run_id: `${session_id}.2`, status: 'discard', description };
  expect((await server.refused('log_experiment', log)).code).toBe('session_ended');
  gate.open();
  expect((await first).report.replay).toMatchObject(result);
});

test('a replay whose server is killed goes on from its pairs when the session is ended again', async () => {
  const session = await keptTwice({ kind: 'old' });
  const { session_id } = session.started;
  const gate = holdPair(session, 5);
  const call = session.server.ok('end_session', { session_id, summary: 'learnt' }).catch(() => undefined);
  await gate.reached();
  await killServer(session);
  await call;
  const before = storedSamples(session.server.home);
  expect(countByPurpose(before).replay).toBe(9);
  const server = await nextServer(session);
  const status = await server.ok('get_status');
  expect(status.session.state).toBe('active');
  expect(status.notes.join()).toContain('call end_session again');
  const { report } = await server.ok('end_session', { session_id });
  expect(report.replay).toMatchObject(result);
  const after = storedSamples(server.home);
  expect(after.slice(0, before.length)).toEqual(before);
  const pairs = drawnPairs(after.filter((sample) => sample.purpose === 'replay'));
  expect(pairs).toHaveLength(24);
  expect(new Set(pairs.map(({ members }) => members[0]?.seed)).size).toBe(24);
  expect(pairs.every(({ members }) => members.length === 2)).toBe(true);
});

test('wait_seconds: 0 answers that the session is being ended, and a later call ends it', async () => {
  const session = await startNoisySession({ init: { wait_seconds: 0 } });
  const { server, started } = session;
  await server.ok('run_experiment', { run_id: started.run_id, wait_seconds: 45 });
  session.repository.write('code.sh', 'ms=90\n');
  await session.log(await finished(session), 'keep');
  const gate = holdPair(session, 1);
  const first = await server.ok('end_session', { session_id: started.session_id });
  expect(first.summary).toContain('is being ended');
  expect(first.next_step).toContain('Call end_session again');
  expect(first.report.replay).toEqual({ state: 'running', claimed_percent: expect.any(Number) });
  await gate.reached();
  gate.open();
  let last = first;
  while (last.report.replay.state === 'running') {
    await delay(50);
    last = await server.ok('end_session', { session_id: started.session_id });
  }
  expect(last.summary).toContain('has ended');
  expect(last.report.replay).toMatchObject(result);
});

test('a client that goes away during the replay leaves the session as it was; the next one ends it', async () => {
  const session = await keptTwice({});
  const { session_id } = session.started;
  const gate = holdPair(session, 3);
  const call = session.server.ok('end_session', { session_id }).catch(() => undefined);
  await gate.reached();
  await session.server.close();
  await call;
  await gate.deserted();
  const before = countByPurpose(storedSamples(session.server.home)).replay;
  expect(before).toBe(5);
  const server = await nextServer(session);
  const { report } = await server.ok('end_session', { session_id });
  expect(report.replay).toMatchObject(result);
  expect(countByPurpose(storedSamples(server.home)).replay).toBe(48);
});

test('final code that crashes in the replay ends the session without a figure, and says so', async () => {
  const { server, started, setHook } = await keptTwice({});
  setHook('if [ "$ms" = 80 ]; then exit 6; fi\n');
  const { report } = await server.ok('end_session', { session_id: started.session_id });
  expect(report.replay).toMatchObject({ state: 'failed', reason: expect.stringContaining('6') });
  expect(report.replay).not.toHaveProperty('improvement_percent');
  expect(report.headline).toContain('was not measured against the baseline once more');
  const { best, session } = await server.ok('get_status');
  expect(session.state).toBe('ended');
  expect(best).not.toHaveProperty('improvement_percent');
});
