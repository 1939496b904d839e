import { expect, test } from 'vitest';
import { storedSamples } from '../support/database.js';
import { startNoisySession } from '../support/noisy.js';
import { drawnPairs } from '../support/sample-pairs.js';

/** A hook that fails some samples of the code whose value this is, by their numbers from now on. */
function failing(ms: number, numbers: readonly number[]): string {
  return `if [ "$ms" = ${ms} ]; then
  echo x >> "$NOISY_DIRECTORY/taken"
  case " ${numbers.join(' ')} " in *" $(($(wc -l < "$NOISY_DIRECTORY/taken"))) "*) exit 5 ;; esac
fi
`;
}

test('a pair whose incumbent fails is void and drawn again, in an order and under a seed of its own', async () => {
  const { server, attempt, setHook } = await startNoisySession();
  setHook(failing(100, [3, 4]));
  const run = await attempt('ms=90\n');
  expect(run).toMatchObject({ verdict: 'better', evidence: 'confirmed' });
  const samples = storedSamples(server.home, 1);
  const failed = samples.filter((sample) => sample.status !== 'ok');
  expect(failed).toMatchObject([
    { side: 'incumbent', purpose: 'screen', pair: 1, attempt: 0, status: 'crashed', value: null },
    { side: 'incumbent', purpose: 'screen', pair: 1, attempt: 1, status: 'crashed', value: null },
  ]);
  const complete = drawnPairs(samples).filter(({ members }) => members.length === 2);
  expect(complete.map(({ name }) => name)).toContain('screen 1.2');
  expect(
    new Set(samples.filter(({ pair }) => pair === 1).map(({ seed }) => seed)).size,
  ).toBeGreaterThanOrEqual(3);
  expect(complete.filter(({ name }) => name.startsWith('confirm'))).toHaveLength(run.metric.pairs);
});

test('an incumbent that fails again and again leaves the candidate undecided', async () => {
  const { server, attempt, setHook } = await startNoisySession();
  setHook(failing(100, [3, 4, 5]));
  const run = await attempt('ms=90\n');
  expect(run).toMatchObject({ verdict: 'inconclusive', can_keep: false });
  expect(run.reason).toContain("incumbent's sample of one pair failed again and again");
  const failed = storedSamples(server.home, 1).filter((sample) => sample.status !== 'ok');
  expect(failed.map(({ pair, attempt: draw }) => [pair, draw])).toEqual([
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
});

test('a candidate that crashes in a later pair has crashed, and no better pairs before make up for it', async () => {
  const { server, attempt, log, setHook } = await startNoisySession();
  setHook(failing(80, [5]));
  const run = await attempt('ms=80\n');
  expect(run).toMatchObject({ verdict: 'crashed', can_keep: false });
  expect(storedSamples(server.home, 1).at(-1)).toMatchObject({
    side: 'candidate',
    pair: 3,
    status: 'crashed',
  });
  await expect(log(run, 'keep')).rejects.toThrow('keep_refused');
  expect(await log(run, 'crash')).toMatchObject({ outcome: 'discarded', counts: { failed: 1 } });
});

test('a candidate that crashes while it is confirmed has crashed', async () => {
  const { server, attempt, setHook } = await startNoisySession();
  setHook(failing(80, [12]));
  expect(await attempt('ms=80\n')).toMatchObject({ verdict: 'crashed', can_keep: false });
  expect(storedSamples(server.home, 1).at(-1)).toMatchObject({ purpose: 'confirm', status: 'crashed' });
});
