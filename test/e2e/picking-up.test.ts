import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/store.js';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { startLongSession } from '../support/long-history.js';
import { oddTexts } from '../support/odd-texts.js';
import { printing, scriptInit, startSession } from '../support/session.js';

const runs = 500;
const maxTokens = 2500;

test('after 500 runs in each of two repositories, get_status alone tells a fresh agent how to go on, in few tokens', async () => {
  const first = await startLongSession(runs);
  const second = await startLongSession(runs, first.server.home);
  for (const { repository, server, started } of [first, second]) {
    await server.ok('add_ideas', {
      ideas: Array.from({ length: 20 }, (_, at) => ({
        title: `Idea ${at} of ${server.pid}: ${'words that explain it '.repeat(8)}`,
        priority: at % 11,
      })),
    });
    const terminal = { home: server.home, directory: repository.root };
    for (const word of ['first', 'second', 'third']) {
      const note = `The ${word}: ${'leave what works alone, and look elsewhere '.repeat(11)}`.trim();
      expect(await commandLine(['note', note], terminal)).toMatchObject({ code: 0 });
    }
    await server.close();
    const fresh = await connect({ directory: repository.root, home: server.home });
    const { fields, text } = await fresh.call('get_status');
    expect(encode(text).length).toBeLessThan(maxTokens);
    expect(encode(JSON.stringify(fields)).length).toBeLessThan(maxTokens);
    expect(fields).toMatchObject({
      session_id: started.session_id,
      session: { metric_name: 'size', direction: 'lower', command: expect.any(String) },
      counts: { experiments: runs, kept: 21, discarded: 479 },
      should_continue: true,
      next_step: expect.stringMatching(
        /^A person says: "The first: .*… Heed that first\. Then: Edit the code/,
      ),
    });
    const { recent_runs: recent, kept_runs: kept, dead_ends: deadEnds, ideas } = fields;
    expect(recent.map(({ run }: { run: number }) => run).slice(0, 3)).toEqual([500, 499, 498]);
    expect(recent[0]).toMatchObject({ outcome: 'kept', learned: expect.any(String) });
    expect(kept[0]).toMatchObject({ run: 475, improvement_percent: 10, learned: expect.any(String) });
    expect(deadEnds.length).toBeGreaterThanOrEqual(3);
    expect(deadEnds[0]).toMatchObject({
      files: ['src/hash.c'],
      runs: 100,
      verdicts: '100 not_better',
      last: expect.any(String),
    });
    expect(ideas[0]).toMatchObject({ priority: 10, idea_id: `${started.session_id}.i11` });
  }
});

test('get_status hands on the rules, what is left of the budget, the next focus, and what the session before has left', async () => {
  const { repository, server, started } = await startSession({ kind: 'new' });
  await server.ok('add_ideas', { ideas: [{ title: 'Sort by length' }, { title: 'Skip blanks' }] });
  const summary = 'The parser is as small as it can be.';
  await server.ok('end_session', { session_id: started.session_id, summary });
  expect((await server.ok('get_status')).session).toMatchObject({ state: 'ended', summary });
  const left = [
    `${started.session_id}, before this one, ended with: ${summary}`,
    `2 ideas of ${started.session_id} nobody has tried: list_ideas with that session_id shows them.`,
  ];
  const rules = {
    metric_max: 5000,
    constraints: [{ metric: 'memory', max: 1000 }],
    min_effect_percent: 0.5,
    accept: 'simpler',
  };
  const budget = { max_experiments: 30, max_minutes: 60, target: 5 };
  repository.write('autoresearch.yaml', 'plateau: 7\n');
  repository.write('code.sh', `${printing(100)}echo METRIC memory=9\n`);
  repository.commit('Print the memory, too');
  const second = await server.ok('init_experiment', {
    ...scriptInit,
    ...rules,
    ...budget,
    metric_unit: 'bytes',
  });
  expect(second.notes).toEqual(expect.arrayContaining(left));
  for (const [size, status, focus] of [
    [90, 'keep', 'the lexer'],
    [95, 'discard', 'the cache'],
  ] as const) {
    repository.write('code.sh', `${printing(size)}echo METRIC memory=9\n`);
    const { run_id } = await server.ok('run_experiment', { description: `size ${size}` });
    await server.ok('log_experiment', { run_id, status, description: `size ${size}`, next_focus: focus });
  }
  const fresh = await connect({ directory: repository.root, home: server.home });
  const status = await fresh.ok('get_status');
  expect(status.session).toMatchObject({
    metric_unit: 'bytes',
    settings: rules,
    budget: {
      max_experiments: '2 of 30',
      max_minutes: '0 of 60',
      target: 5,
      plateau: '1 of 7',
      max_failures: '0 of 10',
    },
  });
  expect(status.recent_runs[0]).toMatchObject({ run: 2, next_focus: 'the cache' });
  expect(status.recent_runs[1]).not.toHaveProperty('next_focus');
  expect(status.notes).toEqual(left);
});

test('whatever the texts are made of, get_status stays short, and the newest of the kept runs are all there', async () => {
  const { server, started } = await startLongSession(20);
  const id = String(started.session_id);
  const store = openStore(server.home);
  const session = store.sessions.find(id);
  const [kept, discarded] = [store.runs.find(id, 1), store.runs.find(id, 2)];
  if (session === undefined || kept === undefined || discarded === undefined)
    throw new Error('None is there.');
  const editable = Array.from({ length: 400 }, (_, at) => `packages/component-${at}/source/**/*.ts`);
  const prose =
    'Cache the parsed header so that no repeated allocation happens, and measure it again. '.repeat(30);
  for (const [kind, text] of Object.entries({ prose, ...oddTexts })) {
    const words = text.replace(/\s+/g, ' ').slice(0, 500);
    const long = text.slice(0, 2000);
    store.transaction(() => {
      store.sessions.update({ ...session, config: { ...session.config, goal: long, editable } });
      store.sessions.steer(id, { state: 'paused', at: Date.now(), reason: words });
      for (let number = 1; number <= 20; number++) {
        const log = { status: '', description: long, learned: long, next_focus: long };
        const run = number % 2 === 0 ? kept : discarded;
        store.runs.update({ ...run, number, files: [`src/${number}.c`], log });
      }
      for (let note = 0; note < 2; note++) store.notes.insert(id, Date.now(), words);
    });
    for (const untold of [2, 0]) {
      const { fields, text: shown } = await server.call('get_status');
      const costs = [shown, JSON.stringify(fields)].map((all) => encode(all).length);
      expect({ kind, untold, cost: Math.max(...costs) }).toSatisfy(({ cost }) => cost < maxTokens);
      const known: { run: number }[] = [...fields.recent_runs, ...fields.kept_runs];
      const numbers = known.map(({ run }) => run).filter((run) => run % 2 === 0);
      expect(numbers).toEqual(numbers.map((_, at) => 20 - 2 * at));
      if (kind === 'prose') expect(numbers.length).toBeGreaterThan(3);
    }
  }
  store.close();
});

test('what was learnt in one repository is found from the next', async () => {
  const first = await startLongSession(runs);
  const second = await startLongSession(3, first.server.home);
  const { runs: found } = await second.server.ok('query_runs', { query: 'allocator variant 301' });
  expect(found[0]).toMatchObject({
    run_id: `${first.started.session_id}.301`,
    directory: first.repository.root,
  });
});
