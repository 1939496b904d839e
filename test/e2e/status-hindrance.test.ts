import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { printing, startSession } from '../support/session.js';
import type { TestRepository } from '../support/test-repository.js';

const description = 'a try';

const hands: readonly [what: string, disturb: (repository: TestRepository) => void, code: string][] = [
  ['another branch is checked out', ({ git }) => git('switch', '-q', 'main'), 'wrong_branch'],
  [
    'a merge is in progress',
    ({ git, write, commit }) => {
      git('switch', '-q', '-c', 'other');
      write('theirs.txt', 'theirs\n');
      commit('Theirs');
      git('switch', '-q', '-');
      git('merge', '-q', '--no-ff', '--no-commit', 'other');
    },
    'git_busy',
  ],
  [
    'the git directory is gone',
    ({ root }) => renameSync(`${root}/.git`, `${root}/.git-away`),
    'not_a_repository',
  ],
  ['HEAD is locked', ({ root }) => writeFileSync(`${root}/.git/HEAD.lock`, ''), 'git_busy'],
  [
    'files are left out by a sparse checkout',
    ({ git }) => git('sparse-checkout', 'set', '--no-cone', '/bench.sh'),
    'dirty_worktree',
  ],
  ['the directory is gone', ({ root }) => rmSync(root, { recursive: true }), 'not_a_repository'],
];

test.each(hands)('%s: get_status says what run_experiment would', async (_, disturb, code) => {
  const { repository, server } = await startSession({ kind: 'new' });
  disturb(repository);
  const refusal = await server.refused('run_experiment', { description });
  expect(refusal).toMatchObject({ code });
  const said = `${refusal.message} ${refusal.hint}`;
  const status = await server.ok('get_status');
  expect(status).toMatchObject({ session: { state: 'active' }, next_step: said });
  expect(status.notes).toContain(said);
});

test('while nothing is in the way, it says how to go on, and touches nothing', async () => {
  const { repository, server } = await startSession({ kind: 'new' });
  repository.write('code.sh', printing(90));
  const before = pictureOf(repository);
  const status = await server.ok('get_status');
  expect(status.notes).toEqual([]);
  expect(status.next_step).toMatch(/^Edit the code/);
  expect(pictureOf(repository)).toEqual(before);
});
