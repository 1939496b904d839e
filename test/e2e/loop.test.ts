import { describe, expect, test } from 'vitest';
import { connect, everyKind } from '../support/connect.js';
import { makeRepository } from '../support/test-repository.js';

const files = { 'value.txt': '100\n', 'bench.sh': 'echo METRIC size=$(cat value.txt)\n' };
const init = { name: 'Small', metric_name: 'size', direction: 'lower', command: 'sh bench.sh' };

describe.each(everyKind)('with the %s client', (kind) => {
  test('a better candidate is committed exactly as it was measured', async () => {
    const repository = makeRepository(files);
    const server = await connect({ directory: repository.root, kind });
    await server.listTools();
    const started = await server.ok('init_experiment', init);
    repository.write('value.txt', '90\n');
    const run = await server.ok('run_experiment', { description: 'ninety' });
    expect(run).toMatchObject({ state: 'finished', verdict: 'better', evidence: 'exact', can_keep: true });
    const logged = await server.ok('log_experiment', {
      run_id: run.run_id,
      status: 'keep',
      description: 'ninety',
    });
    expect(repository.git('rev-parse', 'HEAD')).toBe(logged.commit);
    expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe(started.branch);
    expect(repository.git('show', 'HEAD:value.txt')).toBe('90');
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});
