import { describe, expect, test } from 'vitest';
import { connect } from '../support/connect.js';
import { makeRepository } from '../support/test-repository.js';

const files = { 'value.txt': '100\n', 'bench.sh': 'echo METRIC size=$(cat value.txt)\n' };
const init = { name: 'Small', metric_name: 'size', direction: 'lower', command: 'sh bench.sh' };

describe('what the server sees of the working directory', () => {
  test('a same-size edit right after a discard, a keep or a write of the user’s index', async () => {
    const repository = makeRepository(files);
    repository.write('value.txt', '999\n');
    repository.commit('Start high');
    repository.write('value.txt', '990\n');
    repository.commit('Index and file in one second');
    const server = await connect({ directory: repository.root });
    await server.ok('init_experiment', init);
    for (let value = 980; value > 970; value--) {
      // Within the second in which the last call, or git add, has written the file and an index.
      repository.write('value.txt', `${value}\n`);
      const run = await server.ok('run_experiment', { description: 'one less' });
      expect(run).toMatchObject({ verdict: 'better', metric: { candidate: value } });
      const status = value % 2 === 0 ? 'discard' : 'keep';
      await server.ok('log_experiment', { run_id: run.run_id, status, description: 'one less' });
      if (status === 'keep') expect(repository.git('show', 'HEAD:value.txt')).toBe(`${value}`);
      else expect(repository.read('value.txt')).not.toBe(`${value}\n`);
    }
  });

  test('files that were refused are out of sight once they are ignored', async () => {
    const repository = makeRepository(files);
    const server = await connect({ directory: repository.root });
    await server.ok('init_experiment', { ...init, editable: ['value.txt'] });
    repository.write('value.txt', '90\n');
    repository.write('__pycache__/x.pyc', 'made by the tests');
    const refusal = await server.refused('run_experiment', { description: 'ninety' });
    expect(refusal).toMatchObject({ code: 'out_of_scope', files: [{ path: '__pycache__/x.pyc' }] });
    repository.write('.git/info/exclude', '__pycache__/\n');
    expect(await server.ok('run_experiment', { description: 'ninety' })).toMatchObject({
      verdict: 'better',
      files_changed: ['value.txt'],
    });
  });

  test('files written after the snapshot of a kept run are out of sight once they are ignored', async () => {
    const repository = makeRepository(files);
    const server = await connect({ directory: repository.root });
    await server.ok('init_experiment', init);
    repository.write('value.txt', '90\n');
    const run = await server.ok('run_experiment', { description: 'ninety' });
    repository.write('notes.txt', 'mine');
    const logged = await server.ok('log_experiment', {
      run_id: run.run_id,
      status: 'keep',
      description: 'ninety',
    });
    expect(logged.edited_since).toEqual(['notes.txt']);
    repository.write('.git/info/exclude', 'notes.txt\n');
    repository.write('value.txt', '80\n');
    expect(await server.ok('run_experiment', { description: 'eighty' })).toMatchObject({
      verdict: 'better',
      files_changed: ['value.txt'],
    });
    expect(repository.read('notes.txt')).toBe('mine');
  });
});
