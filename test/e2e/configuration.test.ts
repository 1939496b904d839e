import { describe, expect, test } from 'vitest';
import { connect, oneKind } from '../support/connect.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

describe.each(oneKind)('with the %s client', (kind) => {
  test('scripts that agents already write are found, and pinned', async () => {
    const repository = makeRepository({
      'code.sh': printing(100),
      '.auto/measure.sh': '. ./code.sh\n',
      '.auto/checks.sh': 'grep -q METRIC code.sh\n',
    });
    const server = await connect({ directory: repository.root, kind });
    const init = { name: 'Found', metric_name: 'size', direction: 'lower' };
    const started = await server.ok('init_experiment', init);
    expect(started.config).toMatchObject({
      command: 'bash .auto/measure.sh',
      checks_command: 'bash .auto/checks.sh',
    });
    repository.write('.auto/measure.sh', 'echo METRIC size=1\n');
    expect(await server.refused('run_experiment', { description: 'cheat' })).toMatchObject({
      files: [{ path: '.auto/measure.sh', rule: 'pinned' }],
    });
    repository.git('restore', '.');
    repository.write('code.sh', 'printf "%s%s\\n" METR "IC size=90"\n');
    const run = await server.ok('run_experiment', { description: 'fails its checks' });
    expect(run.verdict).toBe('checks_failed');
  });

  test('arguments win over autoresearch.yaml, and that over the defaults', async () => {
    const yaml =
      'metric_name: size\ndirection: higher\nwait_seconds: 20\nmax_failures: 3\ncommand: sh bench.sh\n';
    const repository = makeRepository({ ...scriptFiles, 'autoresearch.yaml': yaml });
    const server = await connect({ directory: repository.root, kind });
    const started = await server.ok('init_experiment', { name: 'Mixed', direction: 'lower' });
    expect(started.config).toMatchObject({
      metric_name: 'size',
      direction: 'lower',
      wait_seconds: 20,
      max_failures: 3,
      timeout_seconds: 600,
    });
    repository.write('autoresearch.yaml', `${yaml}max_experiments: 100\n`);
    expect(await server.refused('run_experiment', { description: 'more' })).toMatchObject({
      files: [{ path: 'autoresearch.yaml', rule: 'pinned' }],
    });
  });

  test('a wrong settings file, and what is given nowhere, is invalid_config', async () => {
    const repository = makeRepository({ ...scriptFiles, 'autoresearch.yaml': 'metric_nam: size\n' });
    const server = await connect({ directory: repository.root, kind });
    const misspelt = await server.refused('init_experiment', scriptInit);
    expect(misspelt).toMatchObject({ code: 'invalid_config', nearest: 'metric_name' });
    expect(misspelt.message).toContain('autoresearch.yaml');
    repository.write('autoresearch.yaml', 'metric_name: [size\n');
    expect((await server.refused('init_experiment', scriptInit)).code).toBe('invalid_config');
    repository.remove('autoresearch.yaml');
    const { direction: _, ...incomplete } = scriptInit;
    const missing = await server.refused('init_experiment', incomplete);
    expect(missing).toMatchObject({ code: 'invalid_config', key: 'direction' });
    const settings = { ...scriptInit, metric_name: 'wall_seconds', direction: 'higher' };
    expect(await server.refused('init_experiment', settings)).toMatchObject({ key: 'direction' });
  });

  test('wall_seconds measures the command itself, and lower is better', async () => {
    const { started, attempt } = await startSession({
      kind,
      files: { 'code.sh': 'sleep 0.1\n' },
      init: { metric_name: 'wall_seconds', direction: undefined },
    });
    expect(started.config.direction).toBe('lower');
    expect(started.metric.incumbent).toBeGreaterThanOrEqual(0.1);
    expect(started.noise.deterministic).toBe(false);
    const run = await attempt('sleep 0.01\n');
    expect(run).toMatchObject({ verdict: 'better', evidence: 'confirmed', can_keep: true });
    expect(run.metric.candidate).toBeLessThan(0.1);
  });

  test("files that `ignore` names and .autoresearch/ are nobody's business", async () => {
    const { repository, server, attempt, log } = await startSession({
      kind,
      files: { 'autoresearch.yaml': 'ignore: ["*.log", out/]\n' },
    });
    repository.write('run.log', 'log\n');
    repository.write('out/plot.png', 'plot\n');
    repository.write('.autoresearch/plan.md', 'plan\n');
    const unchanged = await server.refused('run_experiment', { description: 'nothing' });
    expect(unchanged.code).toBe('unchanged');
    await log(await attempt(printing(110)), 'discard');
    expect(repository.read('run.log')).toBe('log\n');
    const kept = await log(await attempt(printing(90)), 'keep');
    expect(repository.git('show', '--format=', '--name-only', kept.commit)).toBe('code.sh');
    expect(repository.read('out/plot.png') + repository.read('.autoresearch/plan.md')).toBe('plot\nplan\n');
  });
});
