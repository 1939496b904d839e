import { closeSync, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { commandLine } from '../support/command-line.js';
import { connect, oneKind } from '../support/connect.js';
import { ageSession, countRows, databaseName, query } from '../support/database.js';
import { startLongSession } from '../support/long-history.js';
import { piHeaderFields, piRunFields } from '../support/pi-log-fields.js';
import { printing, type SessionOptions, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const words = 'imported, not measured by this server';

const log = [
  { type: 'config', name: 'Old tries', metricName: 'parse ms', metricUnit: 'ms', bestDirection: 'lower' },
  {
    run: 1,
    commit: 'aaa1111',
    metric: 120,
    metrics: {},
    status: 'keep',
    description: 'baseline',
    timestamp: 1_770_000_000_000,
  },
  {
    run: 2,
    commit: 'bbb2222',
    metric: 60,
    metrics: {},
    status: 'keep',
    description: 'vectorise the tokenizer',
    timestamp: 1_770_000_060_000,
  },
  {
    run: 3,
    commit: 'ccc3333',
    metric: 0,
    metrics: {},
    status: 'crash',
    description: 'threads 🧵',
    timestamp: 1_770_000_120_000,
    asi: { hypothesis: 'cores idle' },
  },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

/** A session, and a person at another terminal who has a file of older runs. */
async function startBoth(options: SessionOptions) {
  const session = await startSession(options);
  const { repository, server } = session;
  const say = (...args: string[]) => commandLine(args, { home: server.home, directory: repository.root });
  const file = join(temporaryDirectory(), 'log.jsonl');
  writeFileSync(file, log);
  const imported = await say('import', file);
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  const id = /imported-[0-9a-f]+/.exec(imported.stdout)?.[0] ?? '';
  return { ...session, say, file, imported, id };
}

describe.each(oneKind)('with the %s client', (kind) => {
  test('imported runs are found and shown as what they are, and nobody goes on with their session', async () => {
    const { server, repository, started, imported, say, id, settle } = await startBoth({ kind });
    expect(imported.stdout).toBe(`3 runs of 1 session (${id}): ${words}.\nOf parse ms, lower is better.\n`);
    expect(await server.ok('get_status')).toMatchObject({
      session_id: started.session_id,
      session: { state: 'active' },
    });
    expect(await settle(printing(90), 'keep')).toMatchObject({ outcome: 'kept' });

    const found = (
      await server.ok('query_runs', { query: 'tokenizer', verdict: 'imported', outcome: 'kept' })
    ).runs;
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      run_id: `${id}.2`,
      directory: repository.root,
      imported: words,
      claimed_value: 60,
      claimed_commit: 'bbb2222',
    });
    expect(found[0]).not.toHaveProperty('value');
    const run = await server.ok('get_run', { run_id: `${id}.2`, include: ['diff', 'output', 'samples'] });
    expect(run.summary).toBe(`Run 2: ${words}. The file says: keep, parse ms 60.`);
    expect(run.run).toMatchObject({
      verdict: 'imported',
      can_keep: false,
      imported: words,
      reason: `Imported from log.jsonl, not measured by this server.`,
    });
    expect(run.run.notes).toContain(`There is no diff: ${words}.`);
    const ideas = await server.ok('add_ideas', {
      session_id: started.session_id,
      ideas: [{ title: 'Vectorise the tokenizer' }],
    });
    expect(JSON.stringify(ideas)).toContain(`Run ${id}.2 tried this: ${words}.`);

    const status = await server.ok('get_status', { session_id: id });
    expect(status).toMatchObject({
      summary: `${id}: 3 runs, 2 of them kept: ${words}. The last one kept claims parse ms 60 ms; lower is better.`,
      counts: { experiments: 3, kept: 2, discarded: 1 },
      best: { run: 2, imported: words, claimed_value: 60 },
      session: { state: 'ended' },
      // Of the agent's own session.
      should_continue: true,
      next_step: expect.stringContaining(String(started.session_id)),
      recent_runs: [{ run: 3 }, { run: 2 }, { run: 1 }],
    });
    const screen = (await say('status', '--session', id)).stdout;
    expect(screen).toContain('\n  best          (60 ms) with run 2\n');
    expect(screen).toContain(`\n  where         ${repository.root}\n`);
    expect(screen).not.toMatch(/^ {2}(baseline|time) /m);
    expect(status).not.toHaveProperty('pending_run');
    expect(status.session).not.toHaveProperty('merge');
    expect(status.session).not.toHaveProperty('abandon');
    expect(status.notes[0]).toMatch(/^It was imported from log\.jsonl on /);
    const end = await server.ok('end_session', { session_id: id });
    expect(end.report).toMatchObject({ headline: expect.stringContaining(words), kept_commits: [] });
    for (const [tool, args] of [
      ['log_experiment', { run_id: `${id}.2`, status: 'keep', description: 'x' }],
      ['run_experiment', { session_id: id, description: 'x' }],
    ] as const)
      expect(await server.refused(tool, args)).toMatchObject({ code: 'session_ended' });
    expect(await server.ok('cancel_run', { run_id: `${id}.3` })).toMatchObject({ verdict: 'imported' });
    expect(await server.ok('run_experiment', { run_id: `${id}.2` })).toMatchObject({ verdict: 'imported' });
  });
});

test('commands for people leave an imported session alone, and a second import adds nothing', async () => {
  const { server, repository, started, say, file, id } = await startBoth({ kind: 'new' });
  expect(await say('import', file)).toEqual({
    code: 0,
    stdout: `It was imported before, as ${id}: nothing was added.\n`,
    stderr: '',
  });
  await server.ok('end_session', { session_id: started.session_id });
  await server.close();
  ageSession(server.home, id, 100 * 24 * 60);
  expect(await say('doctor')).toMatchObject({ code: 0, stderr: '' });
  const pruned = await say('prune', '--older-than', '30d');
  expect(pruned).toMatchObject({ code: 0, stdout: 'There is nothing to remove.\n' });
  const head = repository.git('rev-parse', '--abbrev-ref', 'HEAD');
  expect(await say('abandon', id)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('was imported from log.jsonl'),
  });
  expect(repository.git('rev-parse', '--abbrev-ref', 'HEAD')).toBe(head);
  expect(await say('recover')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('nothing was missing'),
  });
  for (const args of [
    ['extend', '--minutes', '5', '--session', id],
    ['note', 'x', '--session', id],
    ['accept', `${id}.3`],
  ])
    expect(await say(...args)).toMatchObject({ code: 1, stdout: '' });
  // The newest of the directory is the one that was measured there.
  const next = await connect({ directory: repository.root, home: server.home });
  expect(await next.ok('get_status')).toMatchObject({ session_id: started.session_id });
  const again = await next.ok('init_experiment', {
    name: 'Next',
    metric_name: 'size',
    direction: 'lower',
    command: 'sh bench.sh',
  });
  expect(again).toMatchObject({ metric: { incumbent: 100 } });
  expect(JSON.stringify(again.notes)).not.toContain(id);
});

test('an imported session outlives a damaged database', async () => {
  const { server, say, id } = await startBoth({ kind: 'new' });
  await server.close();
  const rows = () => [
    countRows(server.home, 'sessions', 'imported IS NOT NULL'),
    countRows(server.home, 'runs', 'imported IS NOT NULL'),
  ];
  expect(rows()).toEqual([1, 3]);
  const path = join(server.home, databaseName);
  const [root] = query(server.home, "SELECT rootpage FROM sqlite_schema WHERE name = 'events_by_kind'");
  const { rootpage } = z.object({ rootpage: z.number() }).parse(root);
  const content = readFileSync(path);
  content.fill('damage', (rootpage - 1) * 4096, rootpage * 4096);
  writeFileSync(path, content);
  const { stdout } = await say('recover');
  expect(stdout.replace(/\s+/g, ' ')).toContain('Still readable in it: 2 sessions, 4 runs.');
  expect(rows()).toEqual([1, 3]);
  expect((await say('export', id, '--format', 'tsv')).stdout).toContain('vectorise the tokenizer');
});

test('what is imported into a directory that is no repository is shown all the same', async () => {
  const home = temporaryDirectory();
  const directory = temporaryDirectory();
  const file = join(directory, 'results.tsv');
  writeFileSync(file, 'commit\tacc\tstatus\tdescription\na\t0.5\tkeep\tbaseline\nb\t0.6\tkeep\tmore\n');
  const imported = await commandLine(['import', file], { home, directory });
  expect(imported.stdout).toMatch(/^2 runs of 1 session \(imported-\w+\).*\nOf acc, higher is better\.\n$/);
  const id = /imported-\w+/.exec(imported.stdout)?.[0] ?? '';
  expect(await commandLine(['doctor'], { home, directory })).toMatchObject({ code: 0 });
  for (const args of [['status'], ['history'], ['show', '1'], ['export', '--format', 'tsv']])
    expect(await commandLine(args, { home, directory })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('baseline'),
      stderr: '',
    });
  expect(await commandLine(['history'], { home, directory: temporaryDirectory() })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not in a git working tree'),
  });
  const server = await connect({ directory: makeRepository({ a: '' }).root, home });
  expect(await server.ok('get_status', { session_id: id })).toMatchObject({ best: { claimed_value: 0.6 } });
  expect(await server.ok('get_run', { run_id: `${id}.1`, include: ['diff'] })).toMatchObject({
    run: { outcome: 'kept' },
  });
  expect(await server.ok('end_session', { session_id: id })).toMatchObject({ report: { kept_commits: [] } });
});

test('a malformed line is named by its number, more than 100 MB are refused, and nothing is stored', async () => {
  const home = temporaryDirectory();
  const directory = temporaryDirectory();
  const file = join(directory, 'log.jsonl');
  const run = (...args: string[]) => commandLine(args, { home, directory });
  writeFileSync(file, `${log}{"run":4,"metric":1}\n`);
  const refused = await run('import', file);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/^Line 5 has no valid status\. Nothing was stored\. /);
  closeSync(openSync(file, 'w'));
  truncateSync(file, 100e6 + 1);
  expect(await run('import', file)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/has 100 MB\. The limit is 100 MB\./),
  });
  expect(await run('import', directory)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is no file'),
  });
  expect(await run('import', join(directory, 'none'))).toMatchObject({ code: 1 });
  for (const table of ['sessions', 'runs', 'events']) expect(countRows(home, table)).toBe(0);
});

test('a session is exported whole, to standard output or a new file, and read back in another home', async () => {
  const { server, repository, started } = await startLongSession(120);
  const id = String(started.session_id);
  const run = (...args: string[]) => commandLine(args, { home: server.home, directory: repository.root });
  const directory = temporaryDirectory();
  for (const [format, settled] of [
    ['tsv', 121],
    ['jsonl', 121],
    ['json', 121],
  ] as const) {
    const file = join(directory, `runs.${format}`);
    const written = await run('export', '--format', format, '--output', file);
    expect(written).toEqual({ code: 0, stdout: `${id} is in ${file}.\n`, stderr: '' });
    const text = readFileSync(file, 'utf8');
    expect((await run('export', id, '--format', format)).stdout).toBe(text);
    expect(await run('export', '--format', format, '--output', file)).toMatchObject({
      code: 1,
      stderr: `${file} is there already. Name another file.\n`,
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
    const home = temporaryDirectory();
    const read = await commandLine(['import', file, '--direction', 'lower'], { home, directory });
    expect(read.stdout).toContain(`${settled} runs of 1 session`);
    const back = await commandLine(['export', '--format', format], { home, directory });
    expect(back.stdout).toContain(words);
    expect(back.stdout).toContain('variant 119');
  }
  expect((await run('export', '--format', 'md')).stdout).toMatch(/^# Small\n/);
  expect(await run('export', '--format', 'xml')).toMatchObject({ code: 1, stdout: '' });
  expect(await run('export', 'none-x1', '--format', 'md')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no session "none-x1"'),
  });
});

test("an exported log has the fields that pi-autoresearch's log is published with, measured or imported", async () => {
  const { server, say, settle, started, id } = await startBoth({ kind: 'new' });
  await settle(printing(90), 'keep');
  await settle('exit 1\n', 'crash');
  await server.close();
  for (const session of [String(started.session_id), id]) {
    const { stdout } = await say('export', session, '--format', 'jsonl');
    const [header, ...runs] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(Object.keys(header)).toEqual(piHeaderFields);
    expect(runs).toHaveLength(3);
    for (const [at, run] of runs.entries()) {
      expect(Object.keys(run)).toEqual(piRunFields);
      expect(run).toMatchObject({
        run: at + 1,
        segment: 0,
        metric: expect.any(Number),
        timestamp: expect.any(Number),
      });
      expect(run.commit).toMatch(/^[0-9a-f]{7}$/);
    }
    expect(runs.map(({ status }) => status)).toEqual(['keep', 'keep', 'crash']);
  }
});
