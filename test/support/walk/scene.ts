import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { printing, scriptFiles } from '../session.js';
import { temporaryDirectory } from '../temporary.js';
import { makeRepository, type TestRepository } from '../test-repository.js';

/** What a candidate may be made of, besides the code that is measured. */
export const editable = [
  'src/a.txt',
  'src/b "quoted"\n.txt',
  'src/deep/run.sh',
  'src/new',
  'src/new/below',
  '-rf.txt',
  'ünd.txt',
  'agent.log',
];

/** Where the user has something that is nobody's business: paths that differ from HEAD from the start. */
export const bystanderPaths = [
  'edited.txt',
  'staged.txt',
  'notes.txt',
  'notes/ö "x"\n.txt',
  '-x',
  'tool.sh',
  'pointer',
];

/** What git ignores; agents write only new ones of these. */
export const isIgnored = (path: string) => path.endsWith('.log') || path.startsWith('cache/');

/**
 * A repository with a benchmark that takes no time and is not committed yet, a branch `theirs` that conflicts with what
 * candidates change, and bystanders of every kind.
 */
export function makeScene(): TestRepository {
  const repository = makeRepository(
    {
      'code.sh': scriptFiles['code.sh'] ?? '',
      'autoresearch.yaml': 'kill_grace_seconds: 1\n',
      '.gitignore': '*.log\ncache/\n',
      'src/a.txt': 'a\n',
      'src/b "quoted"\n.txt': 'b\n',
      'src/deep/run.sh': 'echo run\n',
      '-rf.txt': 'an odd name\n',
      'edited.txt': 'committed\n',
      'staged.txt': 'committed\n',
    },
    { directory: join(temporaryDirectory(), 'repository') },
  );
  const { root, git, write } = repository;
  chmodSync(join(root, 'src/deep/run.sh'), 0o755);
  symlinkSync('a.txt', join(root, 'src/link'));
  repository.commit('More');
  git('switch', '-q', '-c', 'theirs');
  write('code.sh', printing(95));
  write('src/a.txt', 'theirs\n');
  repository.commit('Theirs');
  git('switch', '-q', 'main');

  write('bench.sh', scriptFiles['bench.sh'] ?? '');
  write('edited.txt', "the user's\n");
  write('staged.txt', "the user's, staged\n");
  git('add', 'staged.txt');
  write('notes.txt', 'untracked\n', 0o600);
  write('notes/ö "x"\n.txt', 'untracked, too\n');
  write('-x', 'looks like an option\n');
  write('tool.sh', 'echo tool\n', 0o755);
  symlinkSync('nowhere', join(root, 'pointer'));
  write('build.log', 'ignored\n');
  write('cache/data', 'ignored\n', 0o640);
  mkdirSync(join(root, 'hollow'));
  return repository;
}
