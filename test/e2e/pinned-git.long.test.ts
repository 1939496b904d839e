import { appendFileSync, chmodSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printing } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository, type TestRepository } from '../support/test-repository.js';
import { startWatched } from '../support/watched-session.js';

const files = { 'code.sh': printing(100), 'bench.sh': '. ./code.sh\n', 'notes.txt': 'notes\n' };
const evil = '. ./evil.sh\n';

const configure =
  (...settings: [name: string, value: string][]) =>
  ({ git }: TestRepository) => {
    for (const [name, value] of settings) git('config', name, value);
  };

/** Ways to have git not see an edit, the edit, and what must be named. */
const tricks: readonly [
  how: string,
  hide: (repository: TestRepository) => void,
  edit: (repository: TestRepository) => void,
  named: readonly string[],
][] = [
  [
    'modes',
    configure(['core.fileMode', 'false']),
    (each) => chmodSync(join(each.root, 'bench.sh'), 0o755),
    ['core.filemode'],
  ],
  ['links', configure(['core.symlinks', 'false']), edited, ['core.symlinks']],
  [
    'case',
    configure(['core.ignoreCase', 'true']),
    (each) => each.write('BENCH.sh', evil),
    ['core.ignorecase'],
  ],
  ['a filter', withFilter, edited, ['filter.hide.clean', 'info/attributes']],
  [
    'a filter by way of attributes elsewhere',
    (each) => {
      const path = join(temporaryDirectory(), 'attributes');
      writeFileSync(path, 'bench.sh filter=hide\n');
      configure(['filter.hide.clean', 'git show HEAD:bench.sh'], ['core.attributesFile', path])(each);
    },
    edited,
    ['core.attributesfile', 'filter.hide.clean', 'the global attributes file'],
  ],
  [
    'line ends',
    configure(['core.autocrlf', 'input']),
    (each) => each.write('bench.sh', '. ./code.sh\r\n'),
    ['core.autocrlf'],
  ],
  [
    'times',
    configure(['core.checkStat', 'minimal'], ['core.trustctime', 'false']),
    sameTimes,
    ['core.checkstat', 'core.trustctime'],
  ],
  ['another working directory', elsewhere, edited, ['core.worktree']],
];

test('settings and attributes that hide an edit from git are refused by name, before git reads anything', async () => {
  const repository = makeRepository(files);
  const session = await startWatched({ kind: 'new', repository });
  const config = repository.read('.git/config');
  for (const [how, hide, edit, named] of tricks) {
    repository.write('code.sh', printing(90));
    hide(repository);
    edit(repository);
    expect(await session.hidden(), how).toEqual(named.map((path) => ({ path, rule: 'pinned' })));
    repository.write('.git/config', config);
    rmSync(join(repository.root, '.git/info/attributes'), { force: true });
    repository.git('reset', '-q', '--hard');
    repository.git('clean', '-q', '-f');
  }
  expect(session.ranSince()).toBe(0);
  const run = await session.attempt(printing(90));
  withFilter(repository);
  const log = { run_id: run.run_id, status: 'keep', description: 'a try' };
  expect(await session.server.refused('log_experiment', log)).toMatchObject({ code: 'out_of_scope' });
  repository.write('.git/config', config);
  repository.remove('.git/info/attributes');
  expect(await session.server.ok('log_experiment', log)).toMatchObject({ outcome: 'kept' });
});

test('marks in the index, a replaced tree and rules of what to ignore hide no edit of a pinned file', async () => {
  const repository = makeRepository(files);
  const session = await startWatched({ kind: 'new', repository });
  const bench = [{ path: 'bench.sh', rule: 'pinned' }];
  for (const mark of ['assume-unchanged', 'skip-worktree']) {
    repository.git('update-index', `--${mark}`, 'bench.sh');
    edited(repository);
    expect(await session.refusal(), mark).toEqual(bench);
    repository.git('update-index', `--no-${mark}`, 'bench.sh');
    repository.git('reset', '-q', '--hard');
  }
  mkdirSync(join(repository.root, '.git/info'), { recursive: true });
  appendFileSync(join(repository.root, '.git/info/exclude'), '*.sh\n');
  repository.write('.gitignore', '*\n');
  edited(repository);
  expect(await session.refusal()).toEqual(bench);
  repository.remove('.gitignore');

  // The incumbent's tree, to git, is now the one with the edit in it.
  repository.git('add', 'bench.sh');
  repository.git('replace', 'HEAD^{tree}', repository.git('write-tree'));
  repository.write('code.sh', printing(90));
  expect(await session.refusal()).toEqual(bench);
  expect(session.ranSince()).toBe(0);
});

test('where git did not compare modes from the start, it goes on so', async () => {
  const repository = makeRepository(files);
  repository.git('config', 'core.fileMode', 'false');
  const session = await startWatched({ kind: 'new', repository });
  chmodSync(join(repository.root, 'bench.sh'), 0o755);
  expect(await session.attempt(printing(90))).toMatchObject({
    verdict: 'better',
    files_changed: ['code.sh'],
  });
});

function edited(repository: TestRepository): void {
  repository.write('bench.sh', evil);
}

function withFilter(repository: TestRepository): void {
  repository.write('.git/info/attributes', 'bench.sh filter=hide\n');
  repository.git('config', 'filter.hide.clean', 'git show HEAD:bench.sh');
}

/** The same size and time: only the time of the change itself tells. */
function sameTimes(repository: TestRepository): void {
  const path = join(repository.root, 'bench.sh');
  const { atime, mtime } = statSync(path);
  repository.write('bench.sh', '. ./c0de.sh\n');
  utimesSync(path, atime, mtime);
}

/** A copy of everything but the edits to come. */
function elsewhere(repository: TestRepository): void {
  const copy = temporaryDirectory();
  for (const [path, content] of Object.entries(files)) writeFileSync(join(copy, path), content);
  writeFileSync(join(copy, 'code.sh'), printing(90));
  repository.git('config', 'core.worktree', copy);
}

test.each(['isolated', 'in-place'])('core.ignoreStat hides no edit, %s', async (isolation) => {
  const repository = makeRepository(files);
  const session = await startWatched({ kind: 'new', repository, init: { isolation } });
  repository.git('config', 'core.ignoreStat', 'true');
  await session.log(await session.attempt(printing(90)), 'keep');
  expect(await session.attempt(printing(80))).toMatchObject({ verdict: 'better', metric: { incumbent: 90 } });
  await session.log({ run_id: `${session.started.session_id}.2` }, 'discard');
  expect(repository.read('code.sh')).toBe(printing(90));
  repository.write('bench.sh', evil);
  repository.write('code.sh', printing(70));
  expect(await session.refusal()).toEqual([{ path: 'bench.sh', rule: 'pinned' }]);
});
