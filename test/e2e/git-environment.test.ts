import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { oneKind } from '../support/connect.js';
import { printing, type StartedSession, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

/** Keep, discard, look and end: every git command that the server has. */
async function goThrough({ repository, server, started, settle }: StartedSession): Promise<void> {
  const kept = await settle(printing(90), 'keep');
  expect(repository.git('rev-parse', 'HEAD')).toBe(kept.commit);
  repository.write('code.sh', printing(99));
  repository.commit('By the agent');
  const run = await server.ok('run_experiment', { description: 'a try' });
  const { diff } = await server.ok('get_run', { run_id: run.run_id, include: ['diff'] });
  expect(diff).toContain('+echo METRIC size=99');
  await server.ok('log_experiment', { run_id: run.run_id, status: 'discard', description: 'a try' });
  expect(repository.git('rev-parse', 'HEAD')).toBe(kept.commit);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.read('code.sh')).toBe(printing(90));
  const { report } = await server.ok('end_session', { session_id: started.session_id });
  expect(report.kept_commits).toMatchObject([{ commit: kept.commit, subject: 'a try' }]);
}

describe.each(oneKind)('with the %s client', (kind) => {
  test('GIT_* variables of the server do not lead elsewhere', async () => {
    const other = makeRepository({ 'other.txt': 'other\n' });
    const before = pictureOf(other);
    const index = join(temporaryDirectory(), 'index');
    const env = {
      GIT_DIR: join(other.root, '.git'),
      GIT_WORK_TREE: other.root,
      GIT_INDEX_FILE: index,
      GIT_OBJECT_DIRECTORY: join(other.root, '.git/objects'),
      GIT_NAMESPACE: 'elsewhere',
      GIT_CEILING_DIRECTORIES: '/',
      GIT_EDITOR: 'false',
      GIT_PAGER: 'false',
    };
    // The benchmark, too, must find the repository that it runs in.
    const code = `[ -z "$GIT_DIR$GIT_INDEX_FILE" ] || exit 1\n${printing(100)}`;
    await goThrough(await startSession({ kind, files: { 'code.sh': code }, connect: { env } }));
    expect(pictureOf(other)).toEqual(before);
    expect(other.git('for-each-ref', 'refs/autoresearch')).toBe('');
    expect(existsSync(index)).toBe(false);
  });

  test('hooks do not run, whether they fail or not', async () => {
    const ran = join(temporaryDirectory(), 'ran');
    const repository = makeRepository(scriptFiles);
    const hooks = [
      'pre-commit',
      'commit-msg',
      'post-commit',
      'post-checkout',
      'post-index-change',
      'pre-auto-gc',
    ];
    for (const hook of hooks)
      repository.write(`hooks/${hook}`, `#!/bin/sh\necho ${hook} >> ${ran}\nexit 1\n`, 0o755);
    repository.write('.gitignore', 'hooks/\n');
    repository.commit('Ignore the hooks');
    repository.git('config', 'core.hooksPath', 'hooks');
    const session = await startSession({ kind, repository });
    expect((await session.settle(printing(90), 'keep')).outcome).toBe('kept');
    expect((await session.settle(printing(99), 'discard')).outcome).toBe('discarded');
    expect(existsSync(ran)).toBe(false);
    expect(() => repository.git('commit', '--allow-empty', '-m', 'mine')).toThrow();
    expect(existsSync(ran)).toBe(true);
  });

  test('a gpg that is broken does not matter: nothing is signed', async () => {
    const repository = makeRepository(scriptFiles);
    repository.git('config', 'commit.gpgsign', 'true');
    repository.git('config', 'gpg.program', '/bin/false');
    repository.git('config', 'log.showSignature', 'true');
    const { server, started, settle } = await startSession({ kind, repository });
    const kept = await settle(printing(90), 'keep');
    expect(repository.git('cat-file', 'commit', kept.commit)).not.toContain('gpgsig');
    const { report } = await server.ok('end_session', { session_id: started.session_id });
    expect(report.kept_commits).toMatchObject([{ commit: kept.commit, subject: 'a try' }]);
  });

  test("without an identity the commits have one that says so; with one they have the user's", async () => {
    const home = temporaryDirectory();
    const env = {
      HOME: home,
      XDG_CONFIG_HOME: home,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
    };
    const repository = makeRepository(scriptFiles);
    const author = (commit: string) => repository.git('show', '-s', '--format=%an <%ae>', commit);
    const session = await startSession({ kind, repository, connect: { env } });
    const mine = await session.settle(printing(90), 'keep');
    expect(author(mine.commit)).toBe('Test User <test@example.org>');
    repository.git('config', '--unset', 'user.name');
    repository.git('config', '--unset', 'user.email');
    repository.git('config', 'user.useConfigOnly', 'true');
    const nobodys = await session.settle(printing(80), 'keep');
    expect(author(nobodys.commit)).toBe('autoresearch <autoresearch@localhost>');
  });

  test.each(['isolated', 'in-place'])(
    'core.autocrlf=true: lines end as git checks them out, %s',
    async (isolation) => {
      const repository = makeRepository({
        'bench.js':
          'process.stdout.write(require("fs").readFileSync("code.txt", "latin1").replace(/\\r/g, ""));\n',
        'code.txt': 'METRIC size=100\n',
        'other.txt': 'one\ntwo\n',
      });
      repository.git('config', 'core.autocrlf', 'true');
      execFileSync('sh', ['-c', 'rm *.js *.txt && git checkout -q .'], { cwd: repository.root });
      expect(repository.read('other.txt')).toBe('one\r\ntwo\r\n');
      const before = pictureOf(repository);
      const session = await startSession({ kind, repository, init: { command: 'node bench.js', isolation } });
      expect(pictureOf(repository).files).toEqual(before.files);
      for (const [value, status] of [
        [90, 'keep'],
        [95, 'discard'],
      ] as const) {
        repository.write('code.txt', `METRIC size=${value}\r\n`);
        const run = await session.server.ok('run_experiment', { description: 'a try' });
        expect(run).toMatchObject({ files_changed: ['code.txt'], metric: { candidate: value } });
        await session.log(run, status);
      }
      expect(repository.read('code.txt')).toBe('METRIC size=90\r\n');
      expect(repository.git('show', 'HEAD:code.txt')).toBe('METRIC size=90');
      expect(repository.git('status', '--porcelain')).toBe('');
    },
  );
});
