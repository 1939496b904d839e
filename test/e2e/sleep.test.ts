import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storedSamples } from '../support/database.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const clock = join(import.meta.dirname, '../support/sleeping-clock.js');

/** A session on a machine that sleeps for an hour whenever code.sh says so. */
async function startSleeper() {
  const sleeps = join(temporaryDirectory(), 'sleeps');
  const marker = join(temporaryDirectory(), 'has-slept');
  const env = { TEST_SLEEPS: sleeps };
  const session = await startSession({
    kind: 'new',
    init: { max_minutes: 600 },
    connect: { env, nodeOptions: ['--import', clock] },
  });
  const sleep = `echo >> ${sleeps}\n`;
  return { ...session, sleep, sleepOnce: `[ -e ${marker} ] || { touch ${marker}; ${sleep} }\n` };
}

const statusesOf = (home: string) => storedSamples(home, 1).map(({ status }) => status);

test('a sample through which the machine slept is void, and drawn again', async () => {
  const { attempt, log, server, sleepOnce } = await startSleeper();
  const run = await attempt(`${sleepOnce}${printing(90)}`);
  expect(run).toMatchObject({ verdict: 'better', metric: { incumbent: 100, candidate: 90 } });
  expect(run.notes.join()).toContain(
    'Samples drawn again, since the machine slept (or its clock was set) meanwhile: 1.',
  );
  const statuses = statusesOf(server.home);
  expect(statuses.filter((status) => status === 'void')).toHaveLength(1);
  expect(statuses[0]).toBe('void');
  expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept' });
});

test('a machine that sleeps through every sample is no reason for a verdict', async () => {
  const { attempt, server, sleep } = await startSleeper();
  const run = await attempt(`${sleep}${printing(90)}`);
  expect(run).toMatchObject({ verdict: 'interrupted', can_keep: false });
  expect(run.reason).toContain('went to sleep');
  expect(statusesOf(server.home).every((status) => status === 'void')).toBe(true);
});
