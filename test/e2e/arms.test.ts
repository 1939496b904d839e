import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connect, oneKind } from '../support/connect.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';

describe.each(oneKind)('in the arms, with the %s client', (kind) => {
  test('dependencies that git ignores are linked; build outputs are not', async () => {
    const repository = makeRepository({
      'bench.sh': '. ./code.sh\necho METRIC output=$(cat dist/out.txt 2>/dev/null || echo 0)\n',
      'code.sh': 'echo METRIC size=$(cat node_modules/dep/value.txt)\n',
      '.gitignore': 'node_modules/\ndist/\n',
    });
    repository.write('node_modules/dep/value.txt', '100\n');
    repository.write('dist/out.txt', '5\n');
    const { started, attempt, log } = await startSession({ kind, repository });
    expect(started.plan).toContain('directories of its own');
    expect(started.metrics).toEqual([]);
    const run = await attempt('echo METRIC size=$(($(cat node_modules/dep/value.txt) - 10))\n');
    expect(run).toMatchObject({ verdict: 'better', metric: { candidate: 90 } });
    expect(run.metrics).toEqual([{ name: 'output', incumbent: 0, candidate: 0 }]);
    const { commit } = await log(run, 'keep');
    expect(repository.git('ls-tree', '-r', '--name-only', commit)).not.toContain('node_modules');
    expect(repository.read('node_modules/dep/value.txt')).toBe('100\n');
  });

  test('share: [] links nothing', async () => {
    const code = 'test ! -e node_modules && echo METRIC size=100\n';
    const repository = makeRepository({ ...scriptFiles, 'code.sh': code, '.gitignore': 'node_modules/\n' });
    repository.write('node_modules/dep/value.txt', '100\n');
    const { started } = await startSession({ kind, repository, init: { share: [] } });
    expect(started.plan).toContain('directories of its own');
  });

  test('setup_command prepares each arm once, and again when a lock file changes', async () => {
    const counted = join(temporaryDirectory(), 'counted');
    const repository = makeRepository({
      'setup.sh': `mkdir -p made && cp requirements.txt made/size && echo x >> ${counted}\n`,
      'requirements.txt': '100\n',
      'bench.sh': '. ./code.sh\n',
      'code.sh': 'echo METRIC size=$(cat made/size)\n',
      '.gitignore': 'made/\n',
    });
    const { server, settle } = await startSession({
      kind,
      repository,
      init: { setup_command: 'sh setup.sh' },
    });
    for (const value of [110, 111, 112]) await settle(printing(value), 'discard');
    const setUps = () => readFileSync(counted, 'utf8').length / 2;
    expect(setUps()).toBeLessThanOrEqual(2);
    const before = setUps();
    repository.write('requirements.txt', '90\n');
    const run = await server.ok('run_experiment', { description });
    expect(run).toMatchObject({ verdict: 'better', metric: { incumbent: 100, candidate: 90 } });
    expect(setUps()).toBeGreaterThan(before);
    await server.ok('log_experiment', { run_id: run.run_id, status: 'keep', description });
    repository.write('setup.sh', 'exit 1\n');
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      files: [{ path: 'setup.sh', rule: 'pinned' }],
    });
  });

  test('a setup_command that fails is told as such', async () => {
    const repository = makeRepository(scriptFiles);
    const server = await connect({ directory: repository.root, kind });
    const init = { ...scriptInit, isolation: 'isolated', setup_command: 'echo no network; exit 7' };
    const error = await server.refused('init_experiment', init);
    expect(error).toMatchObject({ code: 'baseline_failed' });
    expect(error.message).toContain('setup_command failed (exit code 7)');
    expect(error.output_tail).toContain('no network');
  });

  test('nothing that a discarded run left behind helps the next', async () => {
    const names = ['left.txt', 'cache/left.txt', 'deep/er/left.txt', '"$(printf "odd\\n\\377")"', '.hidden'];
    const leave = names.map((name) => `mkdir -p cache deep/er; echo 1 > ${name}`).join('\n');
    const cheat = `${leave}\necho "echo METRIC size=1" > bench.sh\necho 1 > data.txt\nchmod 000 cache\n`;
    const found = names.map((name) => `[ ! -e ${name} ] || echo METRIC size=2`).join('\n');
    const files = { ...scriptFiles, 'data.txt': 'data\n', '.gitignore': 'cache/\n' };
    const { settle } = await startSession({ kind, files });
    const first = await settle(cheat + printing(120), 'discard');
    expect(first.verdict).toBe('invalid_metric');
    // Which arm a candidate gets is random: several tries see both.
    for (const value of [121, 122, 123, 124]) {
      const code = `${found}\n[ "$(cat data.txt)" = data ] || echo METRIC size=3\n${printing(value)}`;
      expect((await settle(code, 'discard')).verdict).toBe('not_better');
    }
  });

  test('a candidate cannot tell in which arm it is: paths are as long, and only the seed is added', async () => {
    const code = (size: number) => `${printing(size)}echo METRIC length=\${#PWD}
test "$PWD" = "$(pwd)" && test ! -e .git || exit 1
test -z "$(env | grep '^AUTORESEARCH_' | grep -v -e '^AUTORESEARCH_SEED=' -e '^AUTORESEARCH_MARK=')" || exit 2
test -n "$AUTORESEARCH_SEED" || exit 3
`;
    const { attempt } = await startSession({ kind, files: { 'code.sh': code(100) } });
    const run = await attempt(code(90));
    expect(run.verdict).toBe('better');
    const [length] = run.metrics;
    expect(length.incumbent).toBe(length.candidate);
  });
});
