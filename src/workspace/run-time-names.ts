import { settled } from './command-words.js';
import { shellWords } from './shell-words.js';

// What these are given is printed, compared or counted, and names no file.
const harmless = new Set([
  'echo',
  'printf',
  'test',
  '[',
  '[[',
  'exit',
  'return',
  'sleep',
  'export',
  'set',
  'seq',
]);
const knownVariables = /^(?:PWD|AUTORESEARCH_\w*|\d+)$/;

/** The globs that a command has the shell expand, relative to where it runs. One for everything says nothing. */
export function globsOf(command: string): string[] {
  const globs = shellWords(settled(command)).flatMap(({ glob, unknown }) =>
    glob === undefined || unknown.length > 0 ? [] : [glob.replace(/^(?:\.\/+)+/, '')],
  );
  return [...new Set(globs)].filter((glob) => /[^*?/]/.test(glob));
}

/** The parts of a command that name something only when it runs, as they stand in it. */
export function namedAtRunTime(command: string): string[] {
  const words = shellWords(settled(command));
  const own = new Set(words.flatMap((word, at) => assigned(word.raw, word.unknown, words[at - 1]?.raw)));
  const isOpen = (name: string) => !own.has(name) && !knownVariables.test(name);
  const found = words.filter(
    ({ raw, head, unknown }) =>
      raw === 'eval' ||
      (unknown.some(isOpen) && !harmless.has(head) && !/^\w+=/.test(raw) && !/^-[^/]*$/.test(raw)),
  );
  return [...new Set(found.map(({ raw }) => raw))];
}

/** The variable that a word of the line gives a value that the line shows: `f` of `for f in …`, `X` of `X=a`. */
function assigned(raw: string, unknown: readonly string[], before: string | undefined): string[] {
  if (before === 'for') return [raw];
  const name = /^(\w+)=/.exec(raw)?.[1];
  return name === undefined || unknown.length > 0 ? [] : [name];
}
