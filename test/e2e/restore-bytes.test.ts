import { chmodSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printing, scriptFiles, startSession } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, type TestRepository } from '../support/test-repository.js';
import { thereAndBack } from '../support/there-and-back.js';
import { readWorktree } from '../support/worktree-state.js';

const crlf = 'one\r\ntwo\r\n';
const lf = 'one\ntwo\n';
const mixed = 'one\r\ntwo\n';

/** A repository whose scripts stay as they are, and whose other files git may change on their way. */
function converting(
  attributes: string,
  files: Readonly<Record<string, string>>,
  settings: readonly (readonly string[])[] = [],
) {
  const repository = makeRepository({ ...scriptFiles, '.gitattributes': `${attributes}\n*.sh -text\n` });
  for (const [key = '', value = ''] of settings) repository.git('config', key, value);
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  repository.commit('Files');
  // What git would write is one thing, and what is there another.
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  return repository;
}

function rewrite(repository: TestRepository, paths: readonly string[], text: string): () => void {
  return () => {
    for (const path of paths) repository.write(path, text);
  };
}

const files = { 'lf.txt': lf, 'crlf.txt': crlf, 'mixed.txt': mixed, 'same.txt': lf };
const changed = ['lf.txt', 'crlf.txt', 'mixed.txt'];

test.each([
  ['core.autocrlf=true', 'isolated', '', [['core.autocrlf', 'true']]],
  ['core.autocrlf=true', 'in-place', '', [['core.autocrlf', 'true']]],
  ['core.autocrlf=input', 'isolated', '', [['core.autocrlf', 'input']]],
  ['eol=crlf', 'in-place', '*.txt text eol=crlf', []],
  ['eol=lf', 'isolated', '*.txt text eol=lf', []],
] as const)('line ends come back as they were with %s, %s', async (_, isolation, attributes, settings) => {
  const repository = converting(attributes, files, settings);
  await thereAndBack({ repository, isolation, candidate: rewrite(repository, changed, 'another\nfile\n') });
  for (const [path, content] of Object.entries(files)) expect(repository.read(path)).toBe(content);
});

describe.each(['isolated', 'in-place'] as const)('%s', (isolation) => {
  test('files come back as they were that a filter, $Id$ or an encoding changes on the way', async () => {
    const settings = [
      ['filter.lossy.clean', 'tr -d X'],
      ['filter.upper.clean', 'tr a-z A-Z'],
      ['filter.upper.smudge', 'tr A-Z a-z'],
    ];
    const attributes =
      '*.l filter=lossy\n*.u filter=upper\n*.id ident\n*.w text working-tree-encoding=UTF-16LE';
    const repository = converting(
      attributes,
      {
        'a.l': 'seXXen\n',
        'b.l': 'plain\n',
        'a.u': 'MiXeD\n',
        'b.u': 'lower\n',
        'a.id': '$Id: stale $\n',
        'b.id': '$Id$\n',
        'a.w': Buffer.from('wide\r\nlines\n', 'utf16le').toString('latin1'),
      },
      settings,
    );
    const paths = ['a.l', 'b.l', 'a.u', 'b.u', 'a.id', 'b.id'];
    await thereAndBack({
      repository,
      isolation,
      candidate: rewrite(repository, paths, 'other $Id: x $ XX\n'),
    });
    expect(repository.read('a.l')).toBe('seXXen\n');
    expect(repository.read('a.u')).toBe('MiXeD\n');
    expect(repository.read('a.id')).toBe('$Id: stale $\n');
  });
});

test('line ends that were changed where git sees no difference come back, and the edit is saved', async () => {
  const repository = converting('* text=auto', files);
  const session = await thereAndBack({
    repository,
    candidate: () => repository.write('lf.txt', crlf),
    later: () => repository.write('crlf.txt', mixed),
  });
  const refs = `refs/autoresearch/${session.started.session_id}/edits`;
  const saved = repository.git('for-each-ref', '--format=%(refname)', refs);
  expect(`${repository.git('show', `${saved}^2:crlf.txt`)}\n`).toBe(mixed);
});

test('only files that git would write otherwise have a copy', async () => {
  const repository = converting('* text=auto', files, [['core.autocrlf', 'true']]);
  repository.git('rm', '-q', '--cached', '-r', '.');
  repository.git('reset', '-q', '--hard');
  repository.write('mixed.txt', mixed);
  repository.git('add', 'mixed.txt');
  const session = await thereAndBack({ repository, candidate: rewrite(repository, changed, 'x\n') });
  const ref = `refs/autoresearch/${session.started.session_id}/unseen/0`;
  const copies = repository.git('ls-tree', '-r', '--name-only', ref).split('\n');
  // Those with -text are what git has; they take no place.
  expect(copies).toEqual(['bench.sh', 'code.sh', 'mixed.txt']);
});

test('a candidate with other attributes, and files written by them, leaves nothing behind', async () => {
  const repository = converting('', { 'a.txt': lf, 'b.txt': crlf });
  await thereAndBack({
    repository,
    init: { editable: ['code.sh', '*.txt', '.gitattributes'] },
    candidate: () => {
      repository.write('.gitattributes', '*.txt text eol=crlf\n*.sh -text\n');
      repository.write('a.txt', crlf);
      repository.write('b.txt', lf);
    },
  });
});

test('what is kept later is the incumbent by its bytes, too', async () => {
  const repository = converting('* text=auto', files, [['core.autocrlf', 'true']]);
  const { server, log } = await thereAndBack({ repository, candidate: () => {} });
  repository.write('code.sh', printing(90));
  repository.write('lf.txt', 'kept\nwith these\r\n');
  const kept = await server.ok('run_experiment', { description: 'better' });
  await log(kept, 'keep');
  expect(repository.read('lf.txt')).toBe('kept\nwith these\r\n');
  repository.write('code.sh', printing(120));
  repository.write('lf.txt', 'worse\n');
  await log(await server.ok('run_experiment', { description: 'worse' }), 'discard');
  expect(repository.read('lf.txt')).toBe('kept\nwith these\r\n');
});

test('a discard whose filter fails is refused with nothing touched, and done when the filter works again', async () => {
  const needed = join(temporaryDirectory(), 'needed');
  writeFileSync(needed, '');
  const repository = converting('*.f filter=f', { 'a.f': 'a', 'b.f': 'b', 'c.txt': 'c' }, [
    ['filter.f.clean', 'cat'],
    ['filter.f.smudge', `cat '${needed}' -`],
    ['filter.f.required', 'true'],
  ]);
  const { server, attempt } = await startSession({ kind: 'new', repository });
  repository.remove('a.f');
  repository.write('b.f', 'changed');
  repository.write('d.txt', 'new');
  const run = await attempt(printing(110));
  const measured = readWorktree(repository.root);
  rmSync(needed);
  const discard = { run_id: run.run_id, status: 'discard', description: 'no' };
  const error = await server.refused('log_experiment', discard);
  expect(error).toMatchObject({
    code: 'internal',
    message: expect.stringContaining('smudge filter f failed'),
  });
  expect(readWorktree(repository.root).files).toEqual(measured.files);
  writeFileSync(needed, '');
  await server.ok('log_experiment', discard);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect([repository.read('a.f'), repository.read('b.f')]).toEqual(['a', 'b']);
});

test('a session starts where a filter cannot write a file of nothing, and where Git LFS has left its files out', async () => {
  const repository = converting(
    '*.gz filter=gz\n*.bin filter=lfs',
    { 'a.gz': 'text\n', 'a.bin': 'pointer\n' },
    [
      ['filter.gz.clean', 'gzip -n'],
      ['filter.gz.smudge', 'gzip -d'],
      ['filter.gz.required', 'true'],
      ['filter.lfs.clean', 'cat'],
      ['filter.lfs.smudge', 'test "$GIT_LFS_SKIP_SMUDGE" && cat'],
      ['filter.lfs.required', 'true'],
    ],
  );
  const session = await startSession({
    kind: 'new',
    repository,
    init: { isolation: 'isolated', editable: ['code.sh', '*.gz', '*.bin'] },
    connect: { env: { GIT_LFS_SKIP_SMUDGE: '1' } },
  });
  expect(session.started).toMatchObject({ verdict: 'baseline' });
});

test('permissions come back that git does not see, of files and directories', async () => {
  const repository = makeRepository({ ...scriptFiles, 'a.txt': 'a', 'dir/b.txt': 'b', 'dir/sub/c.txt': 'c' });
  const at = (path: string) => join(repository.root, path);
  chmodSync(at('a.txt'), 0o444);
  chmodSync(at('dir/b.txt'), 0o600);
  chmodSync(at('dir/sub'), 0o700);
  chmodSync(at('dir'), 0o555);
  const modes = () => ['a.txt', 'dir', 'dir/b.txt', 'dir/sub'].map((path) => statSync(at(path)).mode & 0o777);
  await thereAndBack({
    repository,
    candidate: () => {
      chmodSync(at('dir'), 0o755);
      for (const path of ['a.txt', 'dir/b.txt', 'dir/sub']) repository.remove(path);
      repository.write('a.txt', 'new');
      repository.write('dir/new.txt', 'new');
      chmodSync(at('dir'), 0o555);
    },
  });
  expect(modes()).toEqual([0o444, 0o555, 0o600, 0o700]);
});

test('executable bits come back that git does not look at, whichever way they differ from what it has', async () => {
  const repository = makeRepository({ ...scriptFiles, 'run.sh': 'run', 'read.sh': 'read' });
  const at = (path: string) => join(repository.root, path);
  repository.git('update-index', '--chmod=+x', 'read.sh');
  repository.git('commit', '-q', '-m', 'A program');
  repository.git('config', 'core.fileMode', 'false');
  chmodSync(at('run.sh'), 0o755);
  await thereAndBack({
    repository,
    candidate: () => {
      for (const path of ['run.sh', 'read.sh']) repository.write(path, 'changed');
    },
  });
  expect(['run.sh', 'read.sh'].map((path) => statSync(at(path)).mode & 0o777)).toEqual([0o755, 0o644]);
});
