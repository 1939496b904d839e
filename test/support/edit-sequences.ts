import fc from 'fast-check';
import type { Edit } from './edits.js';
import { bytesOf } from './git-bytes.js';

/** Names that trip up whoever treats paths as words, text or patterns. */
const oddNames = [
  'sp ace.txt',
  ' lead',
  'trail ',
  '"quoted"\'s',
  'new\nline',
  'tab\tname',
  '-rf',
  '--',
  ':(top)x',
  '*',
  '[ab]?.txt',
  'back\\slash',
  '#hash',
  '!bang',
  '~',
  '$HOME',
  bytesOf('naïve é.txt'),
  bytesOf('日本'),
  '\xff\xfe.bin',
  'd\xe9j\xe0/vu',
];

const plainNames = [
  'a.txt',
  'b.sh',
  'dir',
  'dir/x',
  'dir/sub/y',
  'dir/sub',
  'a.txt/inside',
  'empty',
  'lib/code.js',
  'lib/CODE.js',
  // Ignored by the rules that the repositories start with, and tracked in some of them.
  'n.log',
  'dir/m.log',
  'build/out',
  'build',
  'kept.log/file',
  // Empty directories, in some of them.
  'hollow',
  'hollow/in',
  'dir/hollow/deep',
];

/** Names that edits use: few enough that the edits of one sequence meet. */
export const editableNames = [...plainNames, ...oddNames];

const path = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...plainNames) },
  { weight: 2, arbitrary: fc.constantFrom(...oddNames) },
);
export const content = fc.oneof(
  fc.constantFrom('', 'x\n', 'y\n', 'no newline', 'CR\r\nLF\r\n', 'mixed\r\nLF\n', '\0binary\xff'),
  fc.constantFrom('$Id$\n', '$Id: stale $\n', 'XXXlossy X\n', 'MiXed cAse\n'),
  fc.string({ maxLength: 20 }),
);
const target = fc.constantFrom('nowhere', '.', 'dir', 'lib', '/etc', 'a.txt', '../..', 'n.log', '\xff');

const ignoreLines = fc.subarray([
  'a.txt',
  '*.txt',
  'dir/',
  'lib',
  '*',
  '!lib/**',
  '/dir/x',
  '!*.log',
  '# nothing',
]);
// Mostly with the rules of the start: without them the user's own ignored files show, and the candidate is refused.
const startRules = fc.constantFrom(['*.log', 'build/'], ['*.log', 'build/'], ['*.log'], []);
const ignoreFile = fc.oneof(
  fc.tuple(ignoreLines, startRules).map(
    ([lines, rules]): Edit => ({
      do: 'write',
      path: '.gitignore',
      content: [...lines, ...rules, ''].join('\n'),
    }),
  ),
  fc
    .tuple(fc.constantFrom('dir/.gitignore', 'lib/.gitignore'), ignoreLines)
    .map(([path, lines]): Edit => ({ do: 'write', path, content: `${lines.join('\n')}\n` })),
);

const fileEdit = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), path, content }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flip a byte' as const), path }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), path }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move' as const), path, to: path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('copy' as const), path, to: path }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('mode' as const),
      path,
      mode: fc.constantFrom(0o755, 0o644, 0o600, 0o444),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('link' as const), path, target }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('directory' as const), path }) },
  { weight: 2, arbitrary: ignoreFile },
);

const gitWithPath = fc.record({
  do: fc.constant('git with path' as const),
  args: fc.constantFrom(
    ['add'],
    ['add', '-f'],
    ['add', '-N'],
    ['rm', '-q', '-r', '--cached'],
    ['reset', '-q'],
  ),
  path,
});
const mark = fc.record({
  do: fc.constant('mark' as const),
  flag: fc.constantFrom('--assume-unchanged', '--skip-worktree', '--chmod=+x', '--force-remove'),
  path,
});
const gitAlone = fc
  .constantFrom(
    ['add', '-A'],
    ['add', '-u'],
    ['reset', '-q'],
    ['rm', '-q', '-r', '--cached', '.'],
    ['commit', '-q', '-m', 'by the agent'],
    ['commit', '-q', '-a', '-m', 'all by the agent'],
    ['commit', '-q', '--allow-empty', '-m', 'nothing'],
    ['commit', '-q', '--amend', '--no-edit'],
    ['commit', '-q', '--amend', '-a', '-m', 'amended'],
    ['reset', '-q', '--soft', 'HEAD~1'],
    ['reset', '-q', 'HEAD~1'],
    ['read-tree', '--empty'],
    ['update-index', '-q', '--refresh'],
    ['repack', '-q', '-a', '-d'],
  )
  .map((args): Edit => ({ do: 'git', args }));

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fileEdit },
  { weight: 2, arbitrary: gitWithPath },
  { weight: 1, arbitrary: mark },
  { weight: 2, arbitrary: gitAlone },
);

/** What an agent does between two calls. */
export const edits = fc.array(edit, { minLength: 1, maxLength: 9 });

/** What it does while, or after, its candidate is measured. */
export const laterEdits = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Edit[]>([]) },
  { weight: 1, arbitrary: fc.array(edit, { minLength: 1, maxLength: 4 }) },
);
