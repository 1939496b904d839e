import { expect, test } from 'vitest';
import { printing } from '../support/session.js';
import { type Files, makeRepository } from '../support/test-repository.js';
import { startWatched } from '../support/watched-session.js';

const code = { 'code.sh': printing(100) };

/** Commands that name files in other ways than plainly, and what they name so. */
const commands: readonly (readonly [command: string, files: Files, named: readonly string[]])[] = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's.
  ['sh "${BENCH:-./bench.sh}"', { 'bench.sh': '. ./code.sh\n' }, ['bench.sh']],
  [
    '. ./code.sh && for f in "my checks"/*.sh; do sh "$f"; done',
    { 'my checks/a.sh': 'true\n', 'code.sh': printing(100) },
    ['my checks/a.sh', 'my checks/new.sh'],
  ],
  ['cd sub && sh b?nch.sh', { 'sub/bench.sh': '. ../code.sh\n' }, ['sub/bench.sh', 'sub/banch.sh']],
  [
    './run.sh',
    {
      'run.sh': '#!/usr/bin/env -S sh tools/pre\n',
      'tools/pre': '#!/bin/sh tools/pre2\n. ./code.sh\n',
      'tools/pre2': '',
    },
    ['run.sh', 'tools/pre', 'tools/pre2'],
  ],
];

test.each(commands)('what %s names is pinned', async (command, files, named) => {
  const repository = makeRepository({ ...code, ...files });
  const editable = ['code.sh', '**'];
  const session = await startWatched({ kind: 'new', repository, init: { command, editable } });
  for (const path of named) {
    repository.write(path, printing(1));
    expect(await session.refusal()).toEqual([{ path, rule: 'pinned' }]);
    repository.git('reset', '-q', '--hard');
    repository.git('clean', '-q', '-f', '-d');
  }
  expect(session.ranSince()).toBe(0);
  repository.write('sub/other.txt', '');
  expect(await session.attempt(printing(90))).toMatchObject({ verdict: 'better' });
  expect(session.started.notes.join()).not.toContain('at run time');
});

test.each(['src/*.txt', 'src/a.txt'])(
  '`editable` frees what a glob of a command matches: %s',
  async (path) => {
    const repository = makeRepository({ 'src/a.txt': 'aaaa', 'src/b.txt': 'bbbb', 'code.sh': '' });
    const init = { command: 'echo METRIC size=$(cat src/*.txt | wc -c)', editable: [path] };
    const session = await startWatched({ kind: 'new', repository, init });
    repository.write('src/a.txt', 'a');
    const run = await session.server.ok('run_experiment', { description: 'a try' });
    expect(run).toMatchObject({ verdict: 'better', metric: { incumbent: 8, candidate: 5 } });
  },
);

test('what only a run can say is told at the start', async () => {
  const repository = makeRepository({ ...code, 'bench.sh': '. ./code.sh\n' });
  const init = { command: 'sh $WHICH', checks_command: 'eval true; sh "$(echo bench.sh)" > /dev/null' };
  const { started } = await startWatched({
    kind: 'new',
    repository,
    init,
    connect: { env: { WHICH: 'bench.sh' } },
  });
  const note =
    'What `$WHICH`, `eval`, `$(echo bench.sh)` names at run time is not pinned: list it in `protected`.';
  expect(started.notes.join('\n')).toContain(note);
});
