import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { content, editableNames } from './edit-sequences.js';
import { applyEdits, type Edit } from './edits.js';
import { gitBytes, gitLine } from './git-bytes.js';
import { temporaryDirectory } from './temporary.js';

/** A repository to be made, as data. */
export interface RepositoryPlan {
  /** Tracked files besides those that every repository has. */
  readonly tracked: readonly Edit[];
  /** The user's own unfinished work: bystanders. */
  readonly unfinished: readonly Edit[];
  readonly prefix: string;
  readonly isLinkedWorktree: boolean;
  readonly isolation: 'isolated' | 'in-place';
  /** How git changes the bytes of files on their way: its own settings, and lines of `.gitattributes`. */
  readonly autocrlf: 'false' | 'true' | 'input';
  readonly attributes: readonly string[];
  /** Whether files are written anew after the commit, as git would not have done it. */
  readonly isRewritten: boolean;
}

const name = fc.constantFrom(...editableNames);
const trackedFile: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), path: name, content }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('mode' as const), path: name, mode: fc.constant(0o755) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('link' as const),
      path: name,
      target: fc.constantFrom('nowhere', 'dir', 'a.txt', '.'),
    }),
  },
);

// Each is one way in which a path can differ from HEAD; the names are no edit's.
const unfinishedWork: readonly (readonly Edit[])[] = [
  [{ do: 'write', path: 'user/untracked', content: 'mine' }],
  [{ do: 'write', path: 'user/\xfeodd\n', content: '' }],
  [{ do: 'link', path: 'user/new link', target: 'nowhere' }],
  [{ do: 'write', path: 'user/edited', content: 'edited' }],
  [
    { do: 'write', path: 'user/staged', content: 'staged' },
    { do: 'git with path', args: ['add'], path: 'user/staged' },
  ],
  [
    { do: 'write', path: 'user/both', content: 'staged' },
    { do: 'git with path', args: ['add'], path: 'user/both' },
    { do: 'write', path: 'user/both', content: 'and edited' },
  ],
  [
    { do: 'write', path: 'user/added', content: 'added' },
    { do: 'git with path', args: ['add'], path: 'user/added' },
  ],
  [
    { do: 'write', path: 'user/intended', content: 'intended' },
    { do: 'git with path', args: ['add', '-N'], path: 'user/intended' },
  ],
  [{ do: 'remove', path: 'user/removed' }],
  [{ do: 'git with path', args: ['rm', '-q', '--cached'], path: 'user/uncached' }],
  [{ do: 'git with path', args: ['rm', '-q'], path: 'user/gone' }],
  [{ do: 'mode', path: 'user/mode', mode: 0o755 }],
  [
    { do: 'mark', flag: '--assume-unchanged', path: 'user/assumed' },
    { do: 'write', path: 'user/assumed', content: 'behind the back of git' },
  ],
  [{ do: 'mark', flag: '--assume-unchanged', path: 'user/marked' }],
];
const userFiles = ['edited', 'staged', 'both', 'removed', 'uncached', 'gone', 'mode', 'assumed', 'marked'];

const attributeLines = [
  '*.txt text eol=crlf',
  'dir/** text=auto',
  '*.js ident',
  'lib/** filter=lossy',
  'user/* filter=case',
  'e* filter=lossy ident',
];

export const repositoryPlan: fc.Arbitrary<RepositoryPlan> = fc.record({
  tracked: fc.array(trackedFile, { minLength: 4, maxLength: 14 }),
  unfinished: fc.oneof(
    fc.constant([]),
    fc.subarray([...unfinishedWork], { minLength: 1 }).map((parts) => parts.flat()),
  ),
  prefix: fc.constantFrom('', '', 'sub dir/'),
  isLinkedWorktree: fc.constantFrom(false, false, true),
  isolation: fc.constantFrom('isolated', 'isolated', 'in-place'),
  autocrlf: fc.constantFrom('false', 'false', 'true', 'input'),
  attributes: fc.oneof(fc.constant([]), fc.subarray(attributeLines, { minLength: 1 })),
  isRewritten: fc.boolean(),
});

// What is measured must run in the arms, too.
const evaluator = 'bench.sh -text\nvalue.txt -text\n';

/** Make the repository. @returns the root of its working directory. */
export function makePlanned(plan: RepositoryPlan): string {
  const main = join(temporaryDirectory(), 'main');
  mkdirSync(main);
  gitBytes(main, ['init', '-q', '-b', 'trunk']);
  for (const [key, value] of settings) gitBytes(main, ['config', key, value]);
  gitBytes(main, ['config', 'core.autocrlf', plan.autocrlf]);
  writeHooks(main);
  mkdirSync(join(main, plan.prefix, 'user'), { recursive: true });
  const start: Edit[] = [
    { do: 'write', path: 'bench.sh', content: 'echo METRIC size=$(cat value.txt)\n' },
    { do: 'write', path: 'value.txt', content: '1000000\n' },
    { do: 'write', path: '.gitignore', content: '*.log\nbuild/\n' },
    ...userFiles.map(
      (name): Edit => ({ do: 'write', path: `user/${name}`, content: `of the user: ${name}` }),
    ),
    ...plan.tracked,
    { do: 'write', path: '.gitattributes', content: [...plan.attributes, evaluator].join('\n') },
  ];
  applyEdits(main, plan.prefix, start);
  // Some of the tracked files are ignored ones.
  gitBytes(main, ['add', '-A', '-f']);
  gitBytes(main, ['commit', '-q', '-m', 'Start']);
  const root = plan.isLinkedWorktree ? linkedWorktree(main) : main;
  if (!plan.isRewritten) checkOutAnew(root);
  for (const path of emptyDirectories) makeDirectory(join(root, plan.prefix, path));
  applyEdits(root, plan.prefix, [...ignoredFiles, ...plan.unfinished]);
  chmodSync(join(root, plan.prefix, 'user.log'), 0o640);
  return root;
}

const settings = [
  ['user.name', 'Test User'],
  ['user.email', 'test@example.org'],
  // A keep must neither ask for a passphrase nor run the user's hooks.
  ['commit.gpgSign', 'true'],
  ['gpg.program', 'false'],
  // Neither gives back all that it takes.
  ['filter.lossy.clean', 'tr -d X'],
  ['filter.case.clean', 'tr a-z A-Z'],
  ['filter.case.smudge', 'tr A-Z a-z'],
] as const;

const ignoredFiles: readonly Edit[] = [
  { do: 'write', path: 'user.log', content: 'ignored' },
  { do: 'write', path: 'user/secret.log', content: 'ignored' },
  { do: 'write', path: '.autoresearch/notes', content: 'scratch' },
];

const emptyDirectories = ['hollow', 'dir/hollow/deep'];

/** Unless something else stands there, or on the way. */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

/** Let git write the files: they are then as it writes them, and not as they were made. */
function checkOutAnew(root: string): void {
  gitBytes(root, ['rm', '-r', '-q', '--cached', '.']);
  gitBytes(root, ['reset', '-q', '--hard']);
}

const hooks = ['pre-commit', 'post-commit', 'post-checkout', 'post-index-change', 'reference-transaction'];

function writeHooks(root: string): void {
  for (const hook of hooks) {
    const path = join(root, '.git/hooks', hook);
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    writeFileSync(path, '#!/bin/sh\ntouch "$(git rev-parse --git-common-dir)/hook-ran"\n', { mode: 0o755 });
  }
}

function linkedWorktree(main: string): string {
  const root = `${main} linked`;
  gitBytes(main, ['worktree', 'add', '-q', '-b', 'side', root]);
  return gitLine(root, 'rev-parse', '--show-toplevel');
}
