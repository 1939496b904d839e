import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { printing, type StartedSession, scriptFiles, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

/** What is staged here is nowhere else any more. */
function stagePrecious({ repository }: StartedSession): void {
  repository.write('notes.txt', 'precious\n');
  repository.git('add', 'notes.txt');
  repository.write('notes.txt', 'newer\n');
}

function stagedRefs({ repository }: StartedSession): string {
  return repository.git('for-each-ref', '--format=%(refname)', 'refs/autoresearch/*/edits/*-staged');
}

test.each(['keep', 'discard'])(
  'what is staged and nowhere else is saved by a %s, and named',
  async (status) => {
    const session = await startSession({ kind: 'new' });
    const { repository } = session;
    // The first of them finds the index as the user left it, the second as the server did.
    await session.settle(printing(95), 'keep');
    const run = await session.attempt(printing(90));
    stagePrecious(session);
    const { notes } = await session.log(run, status);
    const [, ref = ''] = /saved as (\S+-staged):/.exec(notes.join(' ')) ?? [];
    expect(stagedRefs(session)).toBe(ref);
    expect(repository.git('show', `${ref}:notes.txt`)).toBe('precious');
    expect(repository.git('diff', '--cached', '--name-only')).toBe('');
  },
);

test('abandoning saves what is staged and nowhere else, and names it', async () => {
  const session = await startSession({ kind: 'new' });
  stagePrecious(session);
  const terminal = { home: session.server.home, directory: session.repository.root };
  const { code, stdout } = await commandLine(['abandon', session.started.session_id], terminal);
  expect(code).toBe(0);
  const [, ref = ''] = /What was staged is in (\S+-staged)\./.exec(stdout) ?? [];
  expect(session.repository.git('show', `${ref}:notes.txt`)).toBe('precious');
});

test('what is staged and is somewhere else besides is not saved', async () => {
  const repository = makeRepository({ ...scriptFiles, 'mine.txt': 'committed\n' });
  repository.write('mine.txt', 'staged before\n');
  repository.git('add', 'mine.txt');
  repository.write('mine.txt', 'and edited\n');
  const session = await startSession({ kind: 'new', repository, init: { accept_dirty: true } });
  for (const [value, status] of [
    [90, 'keep'],
    [95, 'discard'],
  ] as const) {
    const run = await session.attempt(printing(value));
    repository.git('add', 'code.sh');
    repository.git('rm', '-q', '--cached', 'bench.sh');
    repository.write('code.sh', `${printing(value)}: later\n`);
    repository.write('later.txt', status);
    repository.git('add', 'later.txt');
    await session.log(run, status);
    expect(repository.git('show', ':mine.txt')).toBe('staged before');
  }
  const terminal = { home: session.server.home, directory: repository.root };
  expect(await commandLine(['abandon', session.started.session_id], terminal)).toMatchObject({ code: 0 });
  expect(stagedRefs(session)).toBe('');
});
