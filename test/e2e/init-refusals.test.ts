import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { connect, oneKind } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, openTestRepository } from '../support/test-repository.js';

describe.each(oneKind)('with the %s client', (kind) => {
  test('a directory without a repository or without commits is refused', async () => {
    const directory = temporaryDirectory();
    const server = await connect({ directory, kind });
    const none = await server.refused('init_experiment', scriptInit);
    expect(none).toMatchObject({ code: 'not_a_repository' });
    expect(none.message).toContain(directory);
    const missing = { ...scriptInit, directory: join(directory, 'missing') };
    expect(await server.refused('init_experiment', missing)).toMatchObject({ code: 'not_a_repository' });
    expect(await server.refused('get_status')).toMatchObject({ code: 'not_a_repository' });

    openTestRepository(directory).git('init', '-q');
    expect(await server.refused('init_experiment', scriptInit)).toMatchObject({ code: 'no_commits' });
    expect(await server.refused('get_status')).toMatchObject({ code: 'no_session' });
    const bare = join(directory, 'bare.git');
    mkdirSync(bare);
    openTestRepository(bare).git('init', '-q', '--bare');
    expect(await server.refused('init_experiment', { ...scriptInit, directory: bare })).toMatchObject({
      code: 'not_a_repository',
    });
  });

  test('uncommitted changes are refused by name, and nothing changes', async () => {
    const repository = makeRepository({ ...scriptFiles, 'a.txt': 'a\n', 'b.txt': 'b\n' });
    repository.write('a.txt', 'changed\n');
    repository.remove('b.txt');
    repository.git('add', 'b.txt');
    const before = pictureOf(repository);
    const server = await connect({ directory: repository.root, kind });
    const error = await server.refused('init_experiment', scriptInit);
    expect(error).toMatchObject({ code: 'dirty_worktree', files: ['a.txt', 'b.txt'] });
    expect(error.message).toContain('a.txt');
    expect(error.hint).toContain('accept_dirty');
    expect(pictureOf(repository)).toEqual(before);
    expect(repository.git('for-each-ref', 'refs/autoresearch')).toBe('');
    expect(countRows(server.home, 'sessions')).toBe(0);
  });

  test('a merge in progress is refused at init and later, and is left alone', async () => {
    const { repository, server, settle, started } = await startSession({ kind });
    repository.git('branch', 'other');
    await settle(printing(90), 'keep');
    repository.git('switch', '-q', 'other');
    repository.write('code.sh', printing(80));
    repository.commit('Other');
    repository.git('switch', '-q', started.branch);
    expect(() => repository.git('merge', 'other')).toThrow();
    const before = pictureOf(repository);
    const description = 'in the middle';
    expect(await server.refused('run_experiment', { description })).toMatchObject({ code: 'git_busy' });
    const again = { ...scriptInit, name: 'Again', restart: true };
    const error = await server.refused('init_experiment', again);
    expect(error).toMatchObject({ code: 'git_busy' });
    expect(error.message).toContain('merge');
    expect(pictureOf(repository)).toEqual(before);
    expect(await server.ok('get_status')).toMatchObject({ session: { state: 'active' } });
  });

  test('another branch or a detached HEAD is refused, and nothing is touched', async () => {
    const { repository, server, started, attempt } = await startSession({ kind });
    const run = await attempt(printing(90));
    const log = { run_id: run.run_id, status: 'keep', description: 'a try' };
    for (const place of [['main'], ['--detach', 'main']]) {
      repository.git('switch', '-q', ...place);
      const before = pictureOf(repository);
      const error = await server.refused('log_experiment', log);
      expect(error).toMatchObject({ code: 'wrong_branch' });
      expect(error.hint).toContain(started.branch);
      expect((await server.refused('log_experiment', { ...log, status: 'discard' })).code).toBe(
        'wrong_branch',
      );
      expect(pictureOf(repository)).toEqual(before);
    }
    repository.git('switch', '-q', started.branch);
    expect((await server.ok('log_experiment', log)).outcome).toBe('kept');
  });

  test.each([
    ['a benchmark that fails', 'echo broken; exit 4\n', {}, 'broken'],
    ['a benchmark without the metric', 'echo METRIC other=1\n', {}, 'METRIC other=1'],
    ['a benchmark that hangs', 'sleep 60\n', { timeout_seconds: 0.3 }, ''],
    ['checks that fail', printing(100), { checks_command: 'echo unchecked; exit 1' }, 'unchecked'],
  ])('%s changes nothing', async (_, code, init, output) => {
    const repository = makeRepository({ ...scriptFiles, 'code.sh': code });
    repository.write('bench2.sh', 'untracked\n');
    const before = pictureOf(repository);
    const server = await connect({ directory: repository.root, kind });
    const error = await server.refused('init_experiment', { ...scriptInit, ...init });
    expect(error).toMatchObject({ code: 'baseline_failed' });
    expect(error.output_tail).toContain(output);
    expect(pictureOf(repository)).toEqual(before);
    expect(await server.refused('run_experiment', { description: 'x' })).toMatchObject({
      code: 'session_ended',
    });
    repository.write('code.sh', `${printing(100)}# repaired\n`);
    repository.git('commit', '-qam', 'Repair');
    expect(await server.ok('init_experiment', scriptInit)).toMatchObject({ verdict: 'baseline' });
  });
});
