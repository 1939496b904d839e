import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { connect, oneKind } from '../support/connect.js';
import { countRows, storedSamples } from '../support/database.js';
import { asideIn, finishedSession, garbage } from '../support/lost-database.js';
import { printing, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';

describe.each(oneKind)('with the %s client', (kind) => {
  test('a file that is no database is told, set aside as it is, and its sessions rebuilt from git', async () => {
    const session = await finishedSession(kind);
    const { repository, server, started, kept, recover, path } = session;
    writeFileSync(path, garbage);
    const picture = pictureOf(repository);
    const next = await connect({ directory: repository.root, kind, home: server.home });
    for (const tool of ['get_status', 'run_experiment']) {
      const error = await next.refused(tool, tool === 'get_status' ? {} : { description: 'a try' });
      expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining('damaged') });
      expect(error.hint).toContain('autoresearch-mcp recover');
    }
    expect(readFileSync(path, 'utf8')).toBe(garbage);

    const { code, stdout, stderr } = await recover();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/\s+/g, ' ')).toContain('rebuilt 1 session, 4 runs from refs and commits');
    const [aside = ''] = asideIn(session);
    expect(readFileSync(join(server.home, aside), 'utf8')).toBe(garbage);
    expect(pictureOf(repository)).toEqual(picture);

    // The server that was refused goes on with the new one.
    const status = await next.ok('get_status', { session_id: started.session_id });
    expect(status).toMatchObject({
      session: { state: 'ended', metric_name: 'size', direction: 'lower', branch: started.branch },
      best: { run: 3, value: 45, commit: kept[1] },
      counts: { kept: 2, better: 2 },
    });
    expect(status.notes.join()).toContain('rebuilt');
    const runs = status.recent_runs.map((run: Record<string, unknown>) => [
      run.run,
      run.outcome,
      run.verdict,
      run.value,
    ]);
    expect(runs).toEqual([
      [3, 'kept', 'better', 45],
      [2, 'discarded', undefined, undefined],
      [1, 'kept', 'better', 90],
      [0, undefined, 'baseline', undefined],
    ]);
    const run = await next.ok('get_run', { run_id: `${started.session_id}.3`, include: ['diff'] });
    expect(run.run.notes.join()).toContain('Rebuilt');
    expect(run.run.metric).toMatchObject({
      unit: 'bytes',
      incumbent: 90,
      candidate: 45,
      improvement_percent: 50,
    });
    expect(run.diff).toContain(`+${printing(45).trim()}`);

    const rows = () => ['sessions', 'runs', 'events'].map((table) => countRows(server.home, table));
    const before = rows();
    const again = await recover();
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing was missing') });
    expect(rows()).toEqual(before);
    expect(asideIn(session)).toHaveLength(1);
    const abandoned = await commandLine(['abandon', started.session_id], {
      home: server.home,
      directory: repository.root,
    });
    expect(abandoned).toMatchObject({ code: 1, stderr: expect.stringContaining('rebuilt') });
    expect(pictureOf(repository)).toEqual(picture);
    expect(
      await next.ok('init_experiment', {
        name: 'Anew',
        metric_name: 'size',
        direction: 'lower',
        command: 'sh bench.sh',
      }),
    ).toMatchObject({ verdict: 'baseline' });
  });
});

test.each([
  ['deterministic', printing, {}, 'exact'],
  // Too slow for pairs: about nine samples fit the budget.
  [
    'noisy',
    (value: number) => `sleep 0.12\necho METRIC size=${value}.$$\n`,
    { measure_budget_seconds: 1 },
    'single',
  ],
])('an incumbent of which no sample is left is measured again, where the metric is %s', async (...each) => {
  const [, code, init, evidence] = each;
  const files = { 'code.sh': code(100) };
  const session = await startSession({ kind: 'new', files, init });
  const { repository, server, started, settle } = session;
  const place = { home: server.home, directory: repository.root };
  const backup = join(temporaryDirectory(), 'old.db');
  await commandLine(['backup', backup], place);
  await settle(code(50), 'keep');
  await settle(code(90), 'discard');
  await server.close();
  copyFileSync(backup, join(server.home, 'autoresearch.db'));
  const looked = await commandLine(['doctor'], place);
  expect(looked).toMatchObject({ code: 1, stdout: expect.stringContaining('autoresearch-mcp recover') });
  expect(looked.stdout.replace(/\s+/g, ' ')).toContain(`The repository has run ${started.session_id}.1`);
  expect(await commandLine(['recover'], place)).toMatchObject({ code: 0 });
  expect(await commandLine(['doctor'], place)).toMatchObject({ code: 0 });
  const history = await commandLine(['history'], place);
  expect(history.stdout).toMatch(/^ +2 +- +discarded/m);

  const next = await connect({ directory: repository.root, home: server.home });
  const settled = async (value: number) => {
    repository.write('code.sh', code(value));
    const run = await next.ok('run_experiment', { description: 'a try' });
    await next.ok('log_experiment', { run_id: run.run_id, status: 'discard', description: 'a try' });
    return run;
  };
  expect(await settled(300)).toMatchObject({ run: 3, verdict: 'not_better', can_keep: false });
  const better = await settled(30);
  expect(better).toMatchObject({ verdict: 'better', evidence });
  expect(better.metric.incumbent).toBeGreaterThanOrEqual(50);
  expect(better.metric.incumbent).toBeLessThan(51);
  const references = storedSamples(server.home).filter(({ purpose }) => purpose === 'reference');
  expect(references).toMatchObject([{ run: 3, measured_run: 1, side: 'incumbent' }]);
});

test('a directory that is in no repository: the database is set aside all the same', async () => {
  const home = temporaryDirectory();
  writeFileSync(join(home, 'autoresearch.db'), garbage);
  const named = await commandLine(['recover', '--directory', home], { home, directory: home });
  expect(named).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('not in a git') });
  expect(readdirSync(home)).toEqual(['autoresearch.db']);
  const withoutGit = await commandLine(['recover'], { home, directory: home, env: { PATH: home } });
  expect(withoutGit).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Install git') });
  expect(readdirSync(home)).toEqual(['autoresearch.db']);
  const unnamed = await commandLine(['recover'], { home, directory: home });
  expect(unnamed).toMatchObject({ code: 0, stderr: '' });
  expect(unnamed.stdout).toContain('This directory is in no repository.');
  expect(existsSync(join(home, 'autoresearch.db'))).toBe(true);
  expect(readdirSync(home)).toHaveLength(2);
});
