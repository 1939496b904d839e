import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { printing, type StartedSession, scriptFiles, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';

const files = { '.gitignore': '*.o\n', 'lib/.gitignore': '/gen/\n', 'lib/code': 'code\n' };

function editsOf({ repository }: StartedSession): string[] {
  const refs = repository.git('for-each-ref', '--format=%(refname)', 'refs/autoresearch/*/edits/*');
  return refs === '' ? [] : refs.split('\n');
}

test.each(['isolated', 'in-place'])(
  'a candidate (%s) that brings ignored files to light is refused by their names',
  async (isolation) => {
    const session = await startSession({ kind: 'new', files, init: { isolation } });
    const { repository, server, log } = session;
    repository.write('cache.o', 'built after init\n');
    repository.write('lib/gen/made', 'made after init\n');
    repository.write('code.sh', printing(90));
    repository.write('.gitignore', '# nothing\n');
    repository.write('lib/.gitignore', '# nothing\n');
    const before = pictureOf(repository);
    const error = await server.refused('run_experiment', { description: 'a try' });
    expect(error).toMatchObject({
      code: 'out_of_scope',
      message: expect.stringContaining('cache.o (bystander), lib/gen/made (bystander)'),
      hint: expect.stringContaining('Leave them as they are'),
    });
    expect(pictureOf(repository)).toEqual(before);

    // Rules that show nothing new are the candidate's, and so is what is new and was never ignored.
    repository.write('.gitignore', '*.o\n*.tmp\n');
    repository.write('lib/.gitignore', '/gen/\n/more/\n');
    repository.write('lib/new', 'new\n');
    const run = await session.attempt(printing(90));
    expect(run.files_changed).toEqual(['.gitignore', 'code.sh', 'lib/.gitignore', 'lib/new']);
    await log(run, 'keep');
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.read('cache.o')).toBe('built after init\n');
  },
);

test('a discard leaves alone what only its candidate did not ignore, and saves edits once', async () => {
  const session = await startSession({ kind: 'new', files });
  const { repository, attempt, log } = session;
  const discardable = (value: number) => {
    repository.write('.gitignore', '# nothing\n');
    repository.write('new.txt', "the candidate's\n");
    return attempt(printing(value));
  };
  await log(await discardable(110), 'discard');
  // The way there is no edit.
  expect(editsOf(session)).toEqual([]);

  const run = await discardable(120);
  repository.write('built.o', 'built after the measurement\n');
  repository.write('later.txt', 'edited after the measurement\n');
  const { notes } = await log(run, 'discard');
  expect(repository.read('built.o')).toBe('built after the measurement\n');
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(['new.txt', 'later.txt'].map((path) => existsSync(join(repository.root, path)))).toEqual([
    false,
    false,
  ]);
  const [ref = '', ...others] = editsOf(session);
  expect(others).toEqual([]);
  expect(notes.join()).toContain(ref);
  expect(repository.git('show', `${ref}:later.txt`)).toBe('edited after the measurement');
  expect(await session.settle(printing(90), 'keep')).toMatchObject({ outcome: 'kept' });
  expect(repository.git('ls-files')).not.toContain('built.o');
});

test('what stands where a discard writes makes room, also where it was ignored', async () => {
  const repository = makeRepository({ ...scriptFiles, ...files });
  repository.write('x.o/inner', 'inner\n');
  repository.git('add', '-f', 'x.o/inner');
  repository.commit('Tracked all the same');
  const session = await startSession({ kind: 'new', repository });
  const { attempt, log } = session;
  repository.remove('x.o');
  repository.write('.gitignore', '# nothing\n');
  const run = await attempt(printing(110));
  repository.write('x.o', 'in the way\n');
  await log(run, 'discard');
  expect(repository.read('x.o/inner')).toBe('inner\n');
  const [ref = ''] = editsOf(session);
  expect(repository.git('show', `${ref}:x.o`)).toBe('in the way');
});
