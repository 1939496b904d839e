import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { changeRefs, isAncestor, writeCommit } from '../../src/workspace/commits.js';
import { openRepository } from '../../src/workspace/repository.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

afterEach(() => vi.unstubAllEnvs());

async function madeRepository() {
  const user = makeRepository({ 'a.txt': 'a' });
  const repository = await openRepository(user.root);
  const commit = {
    tree: user.git('rev-parse', 'HEAD^{tree}'),
    parents: [user.git('rev-parse', 'HEAD')],
    message: 'm\n',
  };
  return { user, repository, commit };
}

test('a commit is the user’s', async () => {
  const { user, repository, commit } = await madeRepository();
  const id = await writeCommit(repository, commit);
  expect(user.git('log', '-1', '--format=%an <%ae> %cn <%ce>', id)).toBe(
    'Test User <test@example.org> Test User <test@example.org>',
  );
});

test('where git knows no identity, the commit says who wrote it', async () => {
  const { user, repository, commit } = await madeRepository();
  user.git('config', '--unset', 'user.name');
  user.git('config', '--unset', 'user.email');
  const home = temporaryDirectory();
  // As on a fresh machine: nothing configured, and git told not to guess from the host's name.
  writeFileSync(join(home, 'config'), '[user]\n\tuseConfigOnly = true\n');
  vi.stubEnv('HOME', home);
  vi.stubEnv('GIT_CONFIG_GLOBAL', join(home, 'config'));
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  for (const who of ['AUTHOR', 'COMMITTER']) {
    vi.stubEnv(`GIT_${who}_NAME`, undefined);
    vi.stubEnv(`GIT_${who}_EMAIL`, undefined);
  }
  const id = await writeCommit(repository, commit);
  expect(user.git('log', '-1', '--format=%an <%ae>', id)).toBe('autoresearch <autoresearch@localhost>');
});

test('neither a hook nor a signature is asked for', async () => {
  const { user, repository, commit } = await madeRepository();
  user.git('config', 'commit.gpgSign', 'true');
  user.git('config', 'gpg.program', 'false');
  user.write('.git/hooks/reference-transaction', '#!/bin/sh\nexit 1\n', 0o755);
  const id = await writeCommit(repository, commit);
  await changeRefs(repository, 'test', [{ ref: 'refs/autoresearch/x/1', to: id }]);
  expect(user.git('rev-parse', 'refs/autoresearch/x/1')).toBe(id);
});

test('refs change all at once or not at all', async () => {
  const { user, repository, commit } = await madeRepository();
  const [head = ''] = commit.parents;
  const id = await writeCommit(repository, commit);
  await changeRefs(repository, 'test', [{ ref: 'refs/autoresearch/x/1', to: head, from: '' }]);
  const changes = [
    { ref: 'refs/autoresearch/x/2', to: id },
    { ref: 'refs/autoresearch/x/1', to: id, from: id },
  ];
  await expect(changeRefs(repository, 'test', changes)).rejects.toThrow('failed');
  expect(user.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/autoresearch')).toBe(
    `refs/autoresearch/x/1 ${head}`,
  );
});

test('an ancestor is told from a commit of another line', async () => {
  const { repository, commit } = await madeRepository();
  const [head = ''] = commit.parents;
  const child = await writeCommit(repository, commit);
  const stranger = await writeCommit(repository, { ...commit, parents: [] });
  expect(await isAncestor(repository, head, child)).toBe(true);
  expect(await isAncestor(repository, child, child)).toBe(true);
  expect(await isAncestor(repository, child, head)).toBe(false);
  expect(await isAncestor(repository, stranger, child)).toBe(false);
});
