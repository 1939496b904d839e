import {
  chmodSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oneKind } from '../support/connect.js';
import { printing, startSession } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';
import { startWatched } from '../support/watched-session.js';

const oddName = 'judge "ü\n".sh';
/** As a reply spells it. */
const oddNameShown = 'judge "ü\\u{a}".sh';
const files = {
  'judge/bench.sh': '. ./code.sh\n',
  [oddName]: 'exit 0\n',
  'code.sh': printing(100),
  'other/bench.sh': printing(1),
  'other/data': 'x\n',
};
const init = { command: 'sh judge/bench.sh', checks_command: `sh '${oddName}'` };
const bench = 'judge/bench.sh';

/** Every way to lay hands on the evaluator, and the paths that must be named. */
const edits: readonly [how: string, edit: (root: string) => void, named: readonly string[]][] = [
  ['edited', (root) => writeFileSync(join(root, bench), printing(1)), [bench]],
  ['edited, the size and the times kept', sameSizeEdit, [bench]],
  [
    'edited under a name that git quotes',
    (root) => writeFileSync(join(root, oddName), 'exit 0 #\n'),
    [oddNameShown],
  ],
  ['deleted', (root) => rmSync(join(root, bench)), [bench]],
  ['made executable', (root) => chmodSync(join(root, bench), 0o755), [bench]],
  ['replaced by a link', (root) => relink(root, '../other/bench.sh', bench), [bench]],
  ['replaced by a link to a copy of itself', (root) => moveAndLink(root), [bench]],
  ['renamed', (root) => renameSync(join(root, bench), join(root, 'judge/old.sh')), [bench]],
  ['renamed over', (root) => renameSync(join(root, 'other/bench.sh'), join(root, bench)), [bench]],
  ['replaced by a hard link', (root) => relinkHard(root), [bench]],
  ['written to through a hard link', (root) => writeThrough(root), [bench]],
  ['replaced by a directory', (root) => toDirectory(root, bench), [bench, `${bench}/file`]],
  ['its directory replaced by a link', (root) => relink(root, 'other', 'judge'), ['judge', bench]],
  ['its directory replaced by a file', (root) => toFile(root, 'judge'), ['judge', bench]],
  ['its directory renamed', (root) => renameSync(join(root, 'judge'), join(root, 'Judge')), [bench]],
];

describe.each(oneKind)('with the %s client', (kind) => {
  test('whatever is done to a pinned file is refused by name, runs nothing and changes nothing', async () => {
    const repository = makeRepository(files);
    const session = await startWatched({ kind, repository, init });
    for (const [how, edit, named] of edits) {
      edit(repository.root);
      expect(await session.refusal(), how).toEqual(named.map((path) => ({ path, rule: 'pinned' })));
      // Staged it is no less seen, and committed neither.
      repository.git('add', '-A');
      expect(await session.refusal(), `${how}, staged`).toHaveLength(named.length);
      repository.git('commit', '-q', '-m', 'by the agent');
      expect(await session.refusal(), `${how}, committed`).toHaveLength(named.length);
      repository.git('reset', '-q', '--hard', session.start);
    }
    expect(session.ranSince()).toBe(0);
    expect(await session.attempt(printing(90))).toMatchObject({ run: 1, verdict: 'better' });
  });
});

test('a submodule that moves, and one that stands where a pinned file was, are refused', async () => {
  const inner = makeRepository({ 'bench.sh': '. ./code.sh\n' });
  const repository = makeRepository({ 'code.sh': printing(100), 'bench.sh': '. ./code.sh\n' });
  repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.root, 'lib');
  repository.commit('Submodule');
  const session = await startWatched({ kind: 'new', repository });
  const lib = openInner(join(repository.root, 'lib'));
  lib('commit', '-q', '--allow-empty', '-m', 'Moved');
  expect(await session.refusal()).toEqual([{ path: 'lib', rule: 'not_editable' }]);
  repository.git('submodule', '--quiet', 'update');
  rmSync(join(repository.root, 'bench.sh'));
  mkdirSync(join(repository.root, 'bench.sh'));
  const over = openInner(join(repository.root, 'bench.sh'));
  over('init', '-q');
  over('commit', '-q', '--allow-empty', '-m', 'Nested');
  expect(await session.refusal()).toEqual([{ path: 'bench.sh', rule: 'pinned' }]);
  expect(session.ranSince()).toBe(0);

  function openInner(root: string) {
    return (...args: string[]) =>
      repository.git('-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args);
  }
});

test('git attributes and modules, at any depth, are editable only where they are named', async () => {
  const repository = makeRepository({ 'code.sh': printing(100), 'bench.sh': '. ./code.sh\n' });
  const editable = ['*.sh', '**', 'sub/.gitattributes'];
  const session = await startWatched({ kind: 'new', repository, init: { editable } });
  repository.write('.gitattributes', '*.x text\n');
  repository.write('a/.gitmodules', '');
  repository.write('sub/.gitattributes', '*.x text\n');
  expect(await session.refusal()).toEqual([
    { path: '.gitattributes', rule: 'not_editable' },
    { path: 'a/.gitmodules', rule: 'not_editable' },
  ]);
  repository.remove('.gitattributes');
  repository.remove('a/.gitmodules');
  expect(await session.attempt(printing(90))).toMatchObject({ verdict: 'better' });
});

test('a rename counts at both ends, and what `editable` names literally is not pinned', async () => {
  const more = {
    'in/a.txt': 'a\n',
    'out/b.txt': 'b\n',
    'code.sh': printing(100),
    'bench.sh': '. ./code.sh\n',
  };
  const repository = makeRepository(more);
  const session = await startWatched({
    kind: 'new',
    repository,
    init: { editable: ['in/**', 'code.sh', 'bench.sh'] },
  });
  repository.git('mv', 'in/a.txt', 'out/a.txt');
  expect(await session.refusal()).toEqual([{ path: 'out/a.txt', rule: 'not_editable' }]);
  repository.git('reset', '-q', '--hard');
  repository.git('mv', 'out/b.txt', 'in/b.txt');
  expect(await session.refusal()).toEqual([{ path: 'out/b.txt', rule: 'not_editable' }]);
  repository.git('reset', '-q', '--hard');
  repository.write('bench.sh', printing(90));
  expect(await session.server.ok('run_experiment', { description: 'a try' })).toMatchObject({
    verdict: 'better',
  });
});

test('init says which directories of the commands are open, and none where it was settled', async () => {
  const tests = { 'tests/a.sh': '', 'lib/b.sh': '' };
  const command = 'sh bench.sh tests lib';
  const { started } = await startSession({
    kind: 'new',
    files: tests,
    init: { command, protected: ['lib/**'] },
  });
  const note = started.notes.join('\n');
  expect(note).toContain('The commands name tests, which candidates may change');
  expect(note).toContain('Pinned, besides what `protected` names: bench.sh.');
  const settled = await startSession({ kind: 'new', files: tests, init: { command, editable: ['code.sh'] } });
  expect(settled.started.notes.join('\n')).not.toContain('The commands name');
});

function sameSizeEdit(root: string): void {
  const { atime, mtime } = statSync(join(root, bench));
  writeFileSync(join(root, bench), '. ./c0de.sh\n');
  utimesSync(join(root, bench), atime, mtime);
}

function relink(root: string, target: string, path: string): void {
  rmSync(join(root, path), { recursive: true });
  symlinkSync(target, join(root, path));
}

function moveAndLink(root: string): void {
  renameSync(join(root, bench), join(root, 'judge/copy.sh'));
  symlinkSync('copy.sh', join(root, bench));
}

function relinkHard(root: string): void {
  rmSync(join(root, bench));
  linkSync(join(root, 'other/bench.sh'), join(root, bench));
}

function writeThrough(root: string): void {
  rmSync(join(root, 'other/data'));
  linkSync(join(root, bench), join(root, 'other/data'));
  writeFileSync(join(root, 'other/data'), printing(1));
}

function toDirectory(root: string, path: string): void {
  rmSync(join(root, path));
  mkdirSync(join(root, path));
  writeFileSync(join(root, path, 'file'), '');
}

function toFile(root: string, path: string): void {
  rmSync(join(root, path), { recursive: true });
  writeFileSync(join(root, path), '');
}
