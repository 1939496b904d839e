import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { runReported } from '../support/command-line.js';
import { oneKind } from '../support/connect.js';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, openTestRepository } from '../support/test-repository.js';

const description = 'a try';
const inFolder = Object.fromEntries(
  Object.entries(scriptFiles).map(([path, text]) => [`a b/c/${path}`, text]),
);

describe.each(oneKind)('with the %s client', (kind) => {
  test.each(['isolated', 'in-place'])('a subdirectory of a repository works, %s', async (isolation) => {
    const repository = makeRepository({ 'top.txt': 'top\n', ...inFolder });
    const directory = join(repository.root, 'a b/c');
    const { server, log } = await startSession({
      kind,
      repository,
      init: { isolation, directory, protected: ['fixed/**'], editable: ['*.sh'] },
    });
    repository.write('top.txt', 'changed\n');
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      files: [{ path: 'top.txt', rule: 'not_editable' }],
    });
    repository.git('restore', '.');
    repository.write('a b/c/bench.sh', 'changed\n');
    expect(await server.refused('run_experiment', { description })).toMatchObject({
      files: [{ path: 'a b/c/bench.sh', rule: 'pinned' }],
    });
    repository.git('restore', '.');
    repository.write('a b/c/code.sh', printing(90));
    const better = await server.ok('run_experiment', { description });
    expect(better).toMatchObject({ verdict: 'better', files_changed: ['a b/c/code.sh'] });
    await log(better, 'keep');
    repository.write('a b/c/code.sh', printing(99));
    await log(await server.ok('run_experiment', { description }), 'discard');
    expect(repository.git('show', 'HEAD:a b/c/code.sh')).toBe(printing(90).trim());
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(await server.ok('get_status', { directory })).toMatchObject({ session: { directory } });
  });

  test.each(['isolated', 'in-place'])(
    'a linked worktree works, and the main one is left alone, %s',
    async (isolation) => {
      const main = makeRepository(scriptFiles);
      const root = join(temporaryDirectory(), 'linked tree');
      main.git('worktree', 'add', '-q', '-b', 'feature', root);
      const before = pictureOf(main);
      const repository = openTestRepository(root);
      const { server, started, settle } = await startSession({ kind, repository, init: { isolation } });
      expect((await settle(printing(90), 'keep')).outcome).toBe('kept');
      await settle(printing(99), 'discard');
      expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe(started.branch);
      expect(repository.git('show', 'HEAD:code.sh')).toBe(printing(90).trim());
      expect(repository.git('status', '--porcelain')).toBe('');
      expect({ ...pictureOf(main), branches: '' }).toEqual({ ...before, branches: '' });
      const { report } = await server.ok('end_session', { session_id: started.session_id });
      execFileSync('sh', ['-c', report.merge], { cwd: root, stdio: 'ignore' });
      expect(main.git('show', 'feature:code.sh')).toBe(printing(90).trim());
    },
  );

  test('a branch of any name, its commands safe to run', async () => {
    const branch = "über/it's;touch$IFS'pwned'&";
    const repository = makeRepository(scriptFiles, { branch });
    const { server, started, settle } = await startSession({ kind, repository });
    await settle(printing(90), 'keep');
    const { report } = await server.ok('end_session', { session_id: started.session_id });
    runReported(report.abandon, repository.root);
    expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe(branch);
    repository.git('switch', '-q', started.branch);
    execFileSync('sh', ['-c', report.merge], { cwd: repository.root, stdio: 'ignore' });
    expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe(branch);
    expect(repository.read('code.sh')).toBe(printing(90));
    expect(existsSync(join(repository.root, 'pwned'))).toBe(false);
  });

  test('a detached HEAD', async () => {
    const repository = makeRepository(scriptFiles);
    const start = repository.git('rev-parse', 'HEAD');
    repository.git('switch', '-q', '--detach');
    const { server, started, settle } = await startSession({ kind, repository });
    const kept = await settle(printing(90), 'keep');
    await settle(printing(99), 'discard');
    expect(repository.git('rev-parse', 'HEAD', 'main').split('\n')).toEqual([kept.commit, start]);
    const { report } = await server.ok('end_session', { session_id: started.session_id });
    runReported(report.abandon, repository.root);
    expect(repository.git('rev-parse', 'HEAD')).toBe(start);
    repository.git('switch', '-q', started.branch);
    execFileSync('sh', ['-c', report.merge], { cwd: repository.root, stdio: 'ignore' });
    expect(() => repository.git('symbolic-ref', 'HEAD')).toThrow();
    expect(repository.read('code.sh')).toBe(printing(90));
  });
});
