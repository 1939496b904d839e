import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { printing, type StartedSession, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const description = 'a try';

/** A keep, a discard and the end of a session that has a bystander. */
async function wholeLoop({ repository, server, started, settle }: StartedSession): Promise<void> {
  expect(await settle(printing(90), 'keep')).toMatchObject({ outcome: 'kept' });
  expect(await settle(printing(95), 'discard')).toMatchObject({ outcome: 'discarded' });
  expect(repository.read('code.sh')).toBe(printing(90));
  expect(repository.git('status', '--porcelain')).toBe('?? mine.txt');
  await server.ok('end_session', { session_id: started.session_id });
}

test('a repository with object names of SHA-256', async () => {
  const directory = temporaryDirectory();
  execFileSync('git', ['init', '-q', '-b', 'main', '--object-format=sha256'], { cwd: directory });
  const repository = makeRepository(scriptFiles, { directory });
  repository.write('mine.txt', 'mine');
  await wholeLoop(await startSession({ kind: 'new', repository }));
});

test('a directory whose name has line breaks', async () => {
  const directory = join(temporaryDirectory(), 'two\nlines\n');
  const repository = makeRepository(scriptFiles, { directory });
  repository.write('mine.txt', 'mine');
  await wholeLoop(await startSession({ kind: 'new', repository }));
});

test('what git has collected as garbage is read once more', async () => {
  const { repository, server, attempt, log } = await startSession({ kind: 'new' });
  // Git looks into files again that are as new as its index.
  const writeOld = (path: string, content: string) => {
    repository.write(path, content);
    utimesSync(join(repository.root, path), 1, 1);
  };
  const run = await attempt(printing(90));
  writeOld('extra.txt', 'edited since');
  writeOld('autoresearch.yaml', 'max_failures: 3\n');
  await log(run, 'keep');
  expect(await server.refused('run_experiment', { description })).toMatchObject({ code: 'out_of_scope' });
  repository.git('gc', '-q', '--prune=now');
  expect(await server.refused('run_experiment', { description })).toMatchObject({ code: 'out_of_scope' });
  repository.remove('autoresearch.yaml');
  expect(await attempt(printing(80))).toMatchObject({
    verdict: 'better',
    files_changed: ['code.sh', 'extra.txt'],
  });
});

const broken: readonly [
  what: string,
  harm: (session: StartedSession) => () => void,
  code: string,
  says: RegExp,
][] = [
  [
    'the branch is deleted under HEAD',
    ({ repository: { git }, started }) => {
      const commit = git('rev-parse', 'HEAD');
      git('update-ref', '-d', `refs/heads/${started.branch}`);
      return () => git('update-ref', `refs/heads/${started.branch}`, commit);
    },
    'wrong_branch',
    /which has no commit/,
  ],
  [
    'an orphan branch is begun',
    ({ repository: { git }, started }) => {
      git('symbolic-ref', 'HEAD', 'refs/heads/orphan');
      return () => git('symbolic-ref', 'HEAD', `refs/heads/${started.branch}`);
    },
    'wrong_branch',
    /HEAD is on orphan, which has no commit/,
  ],
  [
    'the git directory is gone, and one further up is found',
    ({ repository: { root } }) => {
      renameSync(join(root, '.git'), join(root, '..', 'git-of-it'));
      return () => renameSync(join(root, '..', 'git-of-it'), join(root, '.git'));
    },
    'not_a_repository',
    /is gone: \S+\.git does not exist/,
  ],
];

test.each(broken)(
  '%s: that is told, nothing is touched, and put right it goes on',
  async (_, harm, code, says) => {
    const outer = makeRepository({ '.gitignore': '/inner/\n', 'code.sh': 'theirs' });
    const directory = join(outer.root, 'inner');
    mkdirSync(directory);
    const repository = makeRepository(scriptFiles, { directory });
    const session = await startSession({ kind: 'new', repository });
    const { server, started } = session;
    repository.write('code.sh', printing(90));
    const repair = harm(session);
    const before = [pictureOf(outer).files, outer.git('status', '--porcelain')];
    const error = await server.refused('run_experiment', { description, session_id: started.session_id });
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(says);
    expect(error.hint).not.toContain('git add -A');
    expect([pictureOf(outer).files, outer.git('status', '--porcelain')]).toEqual(before);
    repair();
    expect(await server.ok('run_experiment', { description })).toMatchObject({ verdict: 'better' });
  },
);
