import { expect, test } from 'vitest';
import type { App } from '../../src/loop/app.js';
import { queryRuns } from '../../src/loop/query-runs.js';
import { emptyApp } from '../support/imported.js';
import { storedRun, storedSession } from '../support/stored.js';

function withRuns(descriptions: readonly string[]) {
  const app = emptyApp();
  app.store.sessions.insert(storedSession);
  for (const description of descriptions) add(app, description);
  return app;
}

function add(app: App, description: string) {
  const number = app.store.runs.nextNumber(storedSession.id);
  app.store.runs.insert({ ...storedRun, number, tree: String(number), series: number, description });
}

function describe(app: App, number: number, description: string) {
  const run = app.store.runs.find(storedSession.id, number);
  if (run === undefined) throw new Error(`There is no run ${number}.`);
  app.store.runs.update({ ...run, log: { status: 'discard', description } });
}

/** The numbers of the runs on each page. */
async function pages(app: App, query: string, limit: number, between: () => void) {
  const found: unknown[][] = [];
  let cursor: string | undefined;
  do {
    const page = await queryRuns(app, { query, limit, ...(cursor === undefined ? {} : { cursor }) });
    found.push(page.runs.map(({ run }) => run));
    cursor = page.next_cursor;
    between();
  } while (cursor !== undefined);
  return found;
}

const descriptions = [
  ...['x0', 'x1', 'x2'].map((word) => `aaa aaa aaa aaa bbb ${word}`),
  ...['y3', 'y4', 'y5'].map((word) => `aaa bbb bbb bbb ${word}`),
  ...['inline helper', 'split file', 'rename it', 'profile', 'hoist', 'merge', 'drop', 'sort keys'],
];

test('a list by match brings each run once, whatever new runs say of how rare a word is', async () => {
  const whole = await pages(withRuns(descriptions), 'aaa bbb', 50, () => {});
  const app = withRuns(descriptions);
  const before = await pages(app, 'aaa bbb', 3, () => {});
  expect(before.flat()).toEqual(whole.flat());
  const [first, ...rest] = await pages(app, 'aaa bbb', 3, () => {
    for (let at = 0; at < 12; at++) add(app, `aaa thing ${at}`);
  });
  expect(first).toEqual(before[0]);
  expect(new Set(rest.flat())).toEqual(new Set(before[1]));
  expect(rest.flat()).toHaveLength(3);
});

test('a run that is logged while a list by match is read is not brought twice, and no other is left out', async () => {
  const app = withRuns(descriptions);
  const [first] = await pages(app, 'aaa bbb', 2, () => {});
  const moved = Number(first?.[0]);
  const found = await pages(app, 'aaa bbb', 2, () => {
    describe(app, moved, 'aaa, and much else that has nothing to do with bbb, in many words');
    describe(app, 8, 'aaa bbb aaa bbb');
  });
  const numbers = found.flat();
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(new Set(numbers)).toEqual(new Set([0, 1, 2, 3, 4, 5, 8]));
});
