import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileAppears } from '../support/eventually.js';
import { liveHeap } from '../support/live-heap.js';
import { useAtRest } from '../support/server-use.js';
import { printing, type StartedSession, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

const runs = 180;
const description = 'a try';

/** What an agent does with its runs; the number makes each candidate another. */
const ways: ((session: StartedSession, number: number) => Promise<void>)[] = [
  async ({ attempt, log }, number) => {
    const run = await attempt(printing(1_000_000 - number));
    expect(run).toMatchObject({ verdict: 'better' });
    expect(await log(run, 'keep')).toMatchObject({ outcome: 'kept' });
  },
  ending('not_better', (number) => printing(2_000_000 + number)),
  ending('crashed', (number) => `exit 3 # ${number}\n`),
  ending('invalid_metric', (number) => printing(`${number} or so`)),
  ending('not_better', (number) => `sleep 300 &\n${printing(3_000_000 + number)}`),
  async ({ repository, server }, number) => {
    const begun = join(server.home, 'begun');
    repository.write('code.sh', `echo ${number} > ${begun}; sleep 300\n`);
    const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
    await fileAppears(begun);
    rmSync(begun);
    expect(await server.ok('cancel_run', { run_id })).toMatchObject({ verdict: 'cancelled' });
  },
];

function ending(verdict: string, code: (number: number) => string) {
  return async ({ attempt, log }: StartedSession, number: number): Promise<void> => {
    const run = await attempt(code(number));
    expect(run).toMatchObject({ verdict });
    await log(run, 'discard');
  };
}

test.runIf(process.platform === 'linux')(`a server holds no more after ${runs} runs`, async () => {
  const temporary = temporaryDirectory();
  const id = randomUUID();
  const heap = liveHeap();
  const session = await startSession({
    kind: 'new',
    files: { 'code.sh': printing(1_000_001) },
    connect: { ...heap.start, env: { ...heap.start.env, TMPDIR: temporary, SOAK_TEST: id } },
  });
  const { server, repository } = session;
  const watched = { server, temporary, variable: `SOAK_TEST=${id}` };
  const { processes } = await useAtRest(watched);

  const play = async (from: number, to: number) => {
    for (let number = from; number <= to; number++) await ways[number % ways.length]?.(session, number);
    return { ...(await useAtRest(watched)), memory: await heap.megabytes(server.pid) };
  };
  const early = await play(1, 20);
  const midway = await play(21, 80);
  const late = await play(81, runs);

  expect(processes).toHaveLength(1);
  for (const use of [early, midway, late]) expect(use.processes).toEqual(processes);
  expect(late.openFiles).toEqual(early.openFiles);
  expect(late.files).toEqual(early.files);
  expect(late.memory - midway.memory).toBeLessThan(5);
  expect(readdirSync(join(server.home, 'logs'), { recursive: true })).toHaveLength(1 + 1 + runs);
  expect(readdirSync(join(repository.root, '.git')).filter((name) => name.endsWith('.lock'))).toEqual([]);
  const { counts } = await server.ok('get_status');
  expect(counts).toMatchObject({ kept: runs / ways.length });
});
