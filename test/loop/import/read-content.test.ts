import { expect, test } from 'vitest';
import { queryRuns } from '../../../src/loop/query-runs.js';
import { countRows } from '../../support/database.js';
import { emptyApp, importText } from '../../support/imported.js';

// https://github.com/karpathy/autoresearch/blob/master/program.md, "Logging results"
const tsv = [
  'commit\tval_bpb\tmemory_gb\tstatus\tdescription',
  'a1b2c3d\t0.997900\t44.0\tkeep\tbaseline',
  'b2c3d4e\t0.993200\t44.2\tkeep\tincrease LR to 0.04',
  'c3d4e5f\t1.005000\t44.0\tdiscard\tswitch to GeLU activation',
  'd4e5f6g\t0.000000\t0.0\tcrash\tdouble model width (OOM)',
];

// https://github.com/davebcn87/pi-autoresearch/blob/main/tests/jsonl-helpers.test.mjs
const config = {
  type: 'config',
  name: 'Speed',
  metricName: 'total_ms',
  metricUnit: 'ms',
  bestDirection: 'lower',
};
const hook = { type: 'hook', stage: 'before', exit_code: 0 };
const first = {
  run: 1,
  commit: 'aaa1111',
  metric: 10,
  status: 'keep',
  description: 'baseline',
  timestamp: 1_770_000_000_000,
  metrics: { compile_ms: 4 },
};
const second = {
  run: 2,
  commit: 'bbb2222',
  metric: 7,
  metrics: {},
  status: 'discard',
  description: 'unroll',
  timestamp: 1_770_000_060_000,
  segment: 0,
  confidence: 2.5,
  asi: {
    hypothesis: 'branches',
    rollback_reason: 'slower on arm',
    next_action_hint: 'try the cache',
    depth: 3,
  },
};

function lines(...entries: readonly object[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

test('a results.tsv becomes a session that has ended, of runs without a value or a verdict', async () => {
  const app = emptyApp();
  const { sessions, added } = await importText(app, 'results.tsv', `\ufeff${tsv.join('\r\n')}\r\n`);
  expect(added).toEqual({ runs: 4, passedOver: 0 });
  expect(sessions).toMatchObject([
    {
      state: 'ended',
      endReason: 'imported from results.tsv',
      config: { metric_name: 'val_bpb', direction: 'lower' },
    },
  ]);
  const runs = app.store.runs.all(sessions[0]?.id ?? '');
  for (const run of runs) {
    expect(run).toMatchObject({ verdict: 'imported', canKeep: false, state: 'finished' });
    expect(run.value).toBeUndefined();
    expect(run.result?.metric).toEqual({ name: 'val_bpb', direction: 'lower' });
  }
  expect(
    runs.map(({ number, outcome, log, imported }) => [number, outcome, log?.description, imported]),
  ).toEqual([
    [
      1,
      'kept',
      'baseline',
      { status: 'keep', metric: 0.9979, commit: 'a1b2c3d', metrics: { memory_gb: 44 } },
    ],
    [
      2,
      'kept',
      'increase LR to 0.04',
      { status: 'keep', metric: 0.9932, commit: 'b2c3d4e', metrics: { memory_gb: 44.2 } },
    ],
    [
      3,
      'discarded',
      'switch to GeLU activation',
      { status: 'discard', metric: 1.005, commit: 'c3d4e5f', metrics: { memory_gb: 44 } },
    ],
    [4, 'discarded', 'double model width (OOM)', { status: 'crash', commit: 'd4e5f6g' }],
  ]);
});

test('columns of other descendants are kept: numbers as metrics, the rest as it stands', async () => {
  const app = emptyApp();
  const text =
    'commit\tscore\tsharpe\tval_pass\tstatus\tdescription\na1\t0.42\t-1.5e-3\ttrue\tkeep\tx\nb2\tnan\t\tN/A\todd\t"y"\n';
  const { sessions } = await importText(app, 'r.tsv', text, 'higher');
  expect(sessions[0]?.config.direction).toBe('higher');
  const runs = app.store.runs.all(sessions[0]?.id ?? '');
  expect(runs.map(({ imported, outcome }) => [imported, outcome])).toEqual([
    [
      {
        status: 'keep',
        metric: 0.42,
        commit: 'a1',
        metrics: { sharpe: -0.0015 },
        fields: { val_pass: 'true' },
      },
      'kept',
    ],
    [{ status: 'odd', commit: 'b2', fields: { val_pass: 'N/A' } }, undefined],
  ]);
  expect(app.store.runs.unlogged(sessions[0]?.id ?? '')).toBeUndefined();
});

test('which way is better shows in what was kept, or has to be said', async () => {
  const app = emptyApp();
  const rows = (...values: number[]) =>
    `commit\tacc\tstatus\tdescription\n${values.map((value) => `a\t${value}\tkeep\tx\n`).join('')}`;
  const up = await importText(app, 'up.tsv', rows(0.5, 0.5, 0.6));
  expect(up.sessions[0]?.config.direction).toBe('higher');
  for (const values of [[0.5], [0.5, 0.6, 0.4]]) {
    await expect(importText(app, 'odd.tsv', rows(...values))).rejects.toMatchObject({
      code: 'invalid_config',
      hint: expect.stringContaining('--direction'),
    });
  }
});

test("each header of pi-autoresearch's log begins a session; what its agents wrote can be searched", async () => {
  const app = emptyApp();
  const higher = { ...config, metricName: 'score', metricUnit: '', bestDirection: 'higher' };
  const text = lines(hook, config, first, hook, second, higher, { ...first, run: 3 });
  const { sessions, added } = await importText(app, 'log.jsonl', text);
  expect(added).toEqual({ runs: 3, passedOver: 2 });
  expect(
    sessions.map(({ id, name, config: { metric_name, metric_unit, direction } }) => [
      id.replace(/\b[0-9a-f]{10}\b/, '#'),
      name,
      metric_name,
      metric_unit,
      direction,
    ]),
  ).toEqual([
    ['imported-#', 'Speed', 'total_ms', 'ms', 'lower'],
    ['imported-#-2', 'Speed', 'score', undefined, 'higher'],
  ]);
  const [one = '', two = ''] = sessions.map(({ id }) => id);
  expect(app.store.runs.find(one, 2)).toMatchObject({
    startedAt: second.timestamp,
    outcome: 'discarded',
    log: {
      status: 'discard',
      description: 'unroll',
      hypothesis: 'branches',
      learned: 'slower on arm',
      next_focus: 'try the cache',
    },
    imported: {
      status: 'discard',
      metric: 7,
      commit: 'bbb2222',
      fields: { confidence: 2.5, asi: second.asi },
    },
  });
  expect(app.store.runs.all(two).map(({ number }) => number)).toEqual([3]);
  const found = app.store.search.find({ text: 'slower on arm', order: 'best', limit: 5 });
  expect(found).toMatchObject([{ sessionId: one, number: 2 }]);
  expect(app.store.runs.counts(one)).toContainEqual({ verdict: 'imported', outcome: 'discarded', count: 1 });
});

test('why a run of ours was judged as it was is nothing that anybody has learnt', async () => {
  const app = emptyApp();
  const ours = { ...second.asi, run_id: 'sort-speed-k3f9.2', verdict: 'not_better' };
  const { sessions } = await importText(app, 'log.jsonl', lines(first, { ...second, asi: ours }));
  const [, run] = app.store.runs.all(sessions[0]?.id ?? '');
  expect(run?.log).toEqual({
    status: 'discard',
    description: 'unroll',
    hypothesis: 'branches',
    next_focus: 'try the cache',
  });
  const directory = sessions[0]?.root;
  expect((await queryRuns(app, { directory, query: 'unroll', limit: 5 })).runs).toMatchObject([{ run: 2 }]);
});

test('the oldest logs have no header, and runs may have the same number twice', async () => {
  const app = emptyApp();
  const { sessions } = await importText(
    app,
    'autoresearch.jsonl',
    lines(first, { run: 1, metric: 0, status: 'crash' }),
  );
  expect(sessions).toMatchObject([
    { name: 'autoresearch.jsonl', config: { metric_name: 'metric', direction: 'lower' } },
  ]);
  const runs = app.store.runs.all(sessions[0]?.id ?? '');
  expect(runs.map(({ number, imported }) => [number, imported?.run, imported?.metric])).toEqual([
    [1, undefined, 10],
    [2, 1, undefined],
  ]);
});

test.each([
  ['a missing column', tsv.toSpliced(3, 1, 'c3d4e5f\t1.005\tdiscard\tx').join('\n'), 'Line 4 has 4 columns'],
  [
    'a metric that is no number',
    tsv.toSpliced(2, 1, 'b\tfast\t1\tkeep\tx').join('\n'),
    'Line 3 has "fast" for "val_bpb"',
  ],
  [
    'a metric that no computer holds',
    tsv.toSpliced(2, 1, 'b\t1e999\t1\tkeep\tx').join('\n'),
    'Line 3 has "1e999" for "val_bpb"',
  ],
  ['a time in microseconds', lines({ ...first, timestamp: 1.7e15 }), 'Line 1 has no valid timestamp'],
  ['more lines than are read', `${tsv[0]}\n${'x\n'.repeat(100_000)}`, 'more than 100000 lines'],
  ['no status', tsv.toSpliced(2, 1, 'b\t1\t1\t\tx').join('\n'), 'Line 3 has no status'],
  ['no header', tsv.slice(1).join('\n'), 'Line 1 names no column "commit"'],
  ['no metric', 'commit\tstatus\tdescription\na\tkeep\tx', 'Line 1 names no metric'],
  ['a header alone', `${tsv[0]}\n`, 'There is no run'],
  ['more runs than are stored at once', `${tsv[0]}\n${`${tsv[1]}\n`.repeat(10_001)}`, '10001 runs'],
  ['nothing', ' \n', 'The file is empty'],
  ['half a line', `${lines(config, first)}{"run":2,`, 'Line 3 is no JSON object'],
  ['half a first line', '{"type":"config",', 'Line 1 is no JSON object'],
  ['a list', `${lines(config)}\n[1]`, 'Line 3 is no JSON object'],
  ['a run without a status', lines(config, { ...first, status: undefined }), 'Line 2 has no valid status'],
  ['a metric in words', lines({ ...first, metric: 'fast' }), 'Line 1 has no valid metric'],
  ['a header alone', lines(config, hook), 'There is no run'],
  ['JSON of something else', '{\n  "a": 1\n}\n', 'The field session'],
  ['JSON that breaks off', '{\n  "session": {\n  x', 'Line 3 is no valid JSON'],
  ['bytes of no text', Uint8Array.from([0xff, 0xfe, 0x41]), 'no text in UTF-8'],
])('%s is named, and nothing is stored', async (_, text, message) => {
  const app = emptyApp();
  await expect(importText(app, 'file', text, 'lower')).rejects.toMatchObject({
    code: 'invalid_config',
    message: expect.stringContaining(message),
  });
  for (const table of ['sessions', 'runs', 'events']) expect(countRows(app.home, table)).toBe(0);
});

test('what is too large to be stored is none of the metrics, a time is a whole millisecond, and blank lines are nothing', async () => {
  const app = emptyApp();
  const blank = '\n'.repeat(1_000_000);
  const log = `${blank}${lines({ ...first, metrics: { size: 1 }, timestamp: 1_700_000_000_000.5 })}`;
  const text = log.replace('"size":1', '"size":1e999,"speed":2');
  const { sessions } = await importText(app, 'log.jsonl', text);
  expect(app.store.runs.all(sessions[0]?.id ?? '')).toMatchObject([
    { startedAt: 1_700_000_000_001, imported: { metrics: { speed: 2 } } },
  ]);
});

test('the same content is imported once, whatever the file is called', async () => {
  const app = emptyApp();
  const text = lines(config, first, config, second);
  const { sessions } = await importText(app, 'a.jsonl', text);
  expect(sessions).toHaveLength(2);
  const again = await importText(app, 'b.jsonl', text);
  expect(again.added).toBeUndefined();
  expect(again.sessions.map(({ id }) => id)).toEqual(sessions.map(({ id }) => id));
  expect(['sessions', 'runs', 'events'].map((table) => countRows(app.home, table))).toEqual([2, 2, 2]);
  expect((await importText(app, 'c.jsonl', `${text}\n`)).added).toBeDefined();
});
