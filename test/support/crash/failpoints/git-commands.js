// Commands that write nothing, with the settings under which the program runs them.
const reading = [
  'cat-file',
  'check-attr',
  'check-ignore',
  'diff',
  'diff-files',
  'diff-index',
  'diff-tree',
  'for-each-ref',
  'log',
  'ls-files',
  'ls-tree',
  'merge-base',
  'rev-list',
  'rev-parse',
  'show',
  'show-ref',
];

/** The command and its arguments, without git's own options before it. */
export function gitCommandOf(args) {
  let at = 0;
  while (args[at]?.startsWith('-')) at += args[at] === '-c' || args[at] === '-C' ? 2 : 1;
  return ['git', ...args.slice(at)];
}

/** Whether a command leaves everything as it is, so that no kill right after it could tell. */
export function isReading([, name, ...args]) {
  if (name === 'config') return args.includes('--get') || args.some((arg) => arg.startsWith('--get-'));
  return reading.includes(name);
}
