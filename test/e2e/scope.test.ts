import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { connect, oneKind } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { printing, scriptInit, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';

describe.each(oneKind)('with the %s client', (kind) => {
  test('a file out of scope is refused by its rule; nothing is counted and no number taken', async () => {
    const { repository, server, attempt } = await startSession({
      kind,
      files: { 'docs/a.md': 'a\n', 'secret/key': 'k\n', 'old.sh': 'x\n', '.gitignore': 'cache/\n' },
      init: { editable: ['*.sh', 'cache/**'], protected: ['secret/**'] },
    });
    const edits: [path: string, rule: string][] = [
      ['bench.sh', 'pinned'],
      ['secret/new', 'pinned'],
      ['docs/a.md', 'not_editable'],
    ];
    for (const [path, rule] of edits) {
      repository.write(path, 'changed\n');
      const error = await server.refused('run_experiment', { description });
      expect(error).toMatchObject({ code: 'out_of_scope', files: [{ path, rule }] });
      expect(error.message).toContain(path);
      repository.git('stash', '-u', '-q');
      repository.git('stash', 'drop', '-q');
    }
    repository.git('mv', 'old.sh', 'docs/moved.md');
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      code: 'out_of_scope',
      files: [{ path: 'docs/moved.md', rule: 'not_editable' }],
    });
    repository.git('reset', '-q', '--hard');
    expect(countRows(server.home, 'runs', 'number > 0')).toBe(0);
    expect(countRows(server.home, 'samples', 'run > 0')).toBe(0);
    expect(await attempt(printing(90))).toMatchObject({ run: 1, verdict: 'better' });
  });

  test('a bystander that the candidate touches is refused, and so is a file that was ignored', async () => {
    const repository = makeRepository({
      'bench.sh': '. ./code.sh\n',
      'code.sh': printing(100),
      '.gitignore': 'data/\n',
    });
    repository.write('notes.txt', 'mine\n');
    repository.write('data/big', 'data\n');
    const server = await connect({ directory: repository.root, kind });
    await server.ok('init_experiment', scriptInit);
    repository.write('notes.txt', 'overwritten\n');
    const error = await server.refused('run_experiment', { description });
    expect(error).toMatchObject({
      code: 'out_of_scope',
      files: [{ path: 'notes.txt', rule: 'bystander' }],
    });
    const [, command = 'false'] = /`(git restore [^`]*)`/.exec(error.hint) ?? [];
    execFileSync('sh', ['-c', command.replace('<path>', 'notes.txt')], { cwd: repository.root });
    expect(repository.read('notes.txt')).toBe('mine\n');
    expect((await server.refused('run_experiment', { description })).code).toBe('unchanged');
    repository.write('.gitignore', '');
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      code: 'out_of_scope',
      files: [{ path: 'data/big', rule: 'bystander' }],
    });
    expect(countRows(server.home, 'runs', 'number > 0')).toBe(0);
  });

  test('an unchanged tree is refused, also when the agent has committed nothing new', async () => {
    const { repository, server } = await startSession({ kind });
    expect(await server.refused('run_experiment', { description })).toMatchObject({ code: 'unchanged' });
    repository.git('commit', '-q', '--allow-empty', '-m', 'nothing');
    expect(await server.refused('run_experiment', { description })).toMatchObject({ code: 'unchanged' });
    expect(countRows(server.home, 'runs', 'number > 0')).toBe(0);
  });

  test('code that was judged is not judged again; a better run that was discarded can still be kept', async () => {
    const { repository, server, settle, attempt } = await startSession({ kind });
    await settle(printing(110), 'discard');
    repository.write('code.sh', printing(110));
    const worse = await server.refused('run_experiment', { description });
    expect(worse).toMatchObject({ code: 'already_measured', verdict: 'not_better', can_keep: false });
    const better = await attempt(printing(90));
    const log = { run_id: better.run_id, description };
    await server.ok('log_experiment', { ...log, status: 'discard' });
    repository.write('code.sh', printing(90));
    const again = await server.refused('run_experiment', { description });
    expect(again).toMatchObject({ code: 'already_measured', run_id: better.run_id, can_keep: true });
    const kept = await server.ok('log_experiment', { ...log, status: 'keep' });
    expect(kept).toMatchObject({ outcome: 'kept', commit: repository.git('rev-parse', 'HEAD') });
    expect(repository.git('show', 'HEAD:code.sh')).toBe(printing(90).trim());
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(countRows(server.home, 'runs', 'number > 0')).toBe(2);
  });

  test('a failed try may be run again', async () => {
    const { settle, attempt } = await startSession({ kind });
    await settle('exit 1\n', 'crash');
    expect(await attempt('exit 1\n')).toMatchObject({ run: 2, verdict: 'crashed' });
  });

  test('a discard removes commits that the agent made, and they stay reachable', async () => {
    const { repository, started, attempt, log } = await startSession({ kind });
    const start = repository.git('rev-parse', 'HEAD');
    repository.write('code.sh', printing(110));
    const own = repository.commit('By the agent');
    const run = await attempt(printing(111));
    await log(run, 'discard');
    expect(repository.git('rev-parse', 'HEAD')).toBe(start);
    expect(repository.git('status', '--porcelain')).toBe('');
    const ref = `refs/autoresearch/${started.session_id}/1`;
    expect(repository.git('rev-list', ref).split('\n')).toContain(own);
  });
});
