import { inspect } from 'node:util';
import { z } from 'zod';
import { Refusal } from './errors.js';
import { nearestName } from './nearest-name.js';

/** More than this of a value or a name would drown the sentence. In characters. */
const shownCharacters = 80;
const shownProblems = 5;

type Issue = z.core.$ZodIssue;

/** One thing that is wrong with what was given. */
export interface ConfigProblem {
  /** Dotted path, such as `constraints.0.min`; empty when it is about the whole. */
  readonly key: string;
  /** `autoresearch.yaml`, `the arguments of run_experiment`, … */
  readonly where: string;
  /** A clause without its full stop that names the key, what it was and what is allowed. */
  readonly says: string;
  /** What to do about it: a sentence. */
  readonly todo: string;
  /** The right name, where the key is a misspelt one. */
  readonly nearest?: string;
}

/**
 * Turn a failed zod parse into the refusal `invalid_config`, with details `{key, where, nearest?}` of the first
 * problem and up to five problems in the message.
 *
 * Parse with `{ reportInput: true }`, so that the message can say what a value was. The message of a `refine` or
 * `check` says what is allowed, as a noun: "a whole number".
 *
 * @param where What was parsed, such as `the arguments of run_experiment`.
 * @param allowedKeys The right names; those inside a list or object are dotted (`constraints.min`). See `keysOf`.
 */
export function invalidConfig(error: z.ZodError, where: string, allowedKeys: readonly string[]): Refusal {
  return configRefusal(error.issues.flatMap((issue) => problemsOf(issue, where, allowedKeys)));
}

/** The refusal `invalid_config` for at least one problem. */
export function configRefusal(problems: readonly ConfigProblem[]): Refusal {
  const [first, ...others] = problems;
  if (first === undefined) return new Refusal('invalid_config', 'The settings are not valid.', 'Check them.');

  const { key, where, nearest } = first;
  const details = { ...(key !== '' && { key }), where, ...(nearest !== undefined && { nearest }) };
  if (others.length === 0) return new Refusal('invalid_config', `${first.says}.`, first.todo, details);

  const listed = problems.slice(0, shownProblems).map((problem, index) => `(${index + 1}) ${problem.says}`);
  const unlisted = problems.length - listed.length;
  const message = `${problems.length} problems: ${listed.join('; ')}${unlisted > 0 ? `; and ${unlisted} more` : ''}.`;
  return new Refusal('invalid_config', message, 'Correct each of them, then try again.', details);
}

/** Every key that an object schema takes, those inside its lists and objects dotted: for `invalidConfig`. */
export function keysOf(schema: z.ZodObject): readonly string[] {
  return Object.entries(schema.shape).flatMap(([key, value]) => {
    const inner = objectInside(value);
    return inner === undefined ? [key] : [key, ...keysOf(inner).map((name) => `${key}.${name}`)];
  });
}

/** A value as a message shows it: one short line, whatever it is. */
export function shown(value: unknown): string {
  return cut(inspect(value, { depth: 1, maxArrayLength: 5, maxStringLength: 60, breakLength: Infinity }));
}

function objectInside(schema: z.core.$ZodType): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodArray) return objectInside(schema.element);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return objectInside(schema.unwrap());
  return undefined;
}

function problemsOf(issue: Issue, where: string, allowedKeys: readonly string[]): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const allowed = namesUnder(issue.path, allowedKeys);
    return issue.keys.map((name) => unknownKey([...issue.path, name], name, where, allowed));
  }
  const key = dotted(issue.path);
  const subject = key === '' ? `The whole of ${where}` : `\`${key}\` in ${where}`;
  const todo =
    key === '' ? `Correct ${where}, then try again.` : `Give \`${key}\` an allowed value, then try again.`;
  return [{ key, where, says: `${subject} ${stateOf(issue)}; allowed: ${allowedBy(issue)}`, todo }];
}

function unknownKey(
  path: readonly PropertyKey[],
  name: string,
  where: string,
  allowed: readonly string[],
): ConfigProblem {
  const key = dotted(path);
  const says = `\`${key}\` in ${where} is unknown`;
  const nearest = nearestName(name, allowed);
  if (nearest !== undefined) {
    const todo = `Write \`${nearest}\` instead of \`${cut(name)}\`.`;
    return { key, where, says: `${says}; the nearest right name is \`${nearest}\``, todo, nearest };
  }
  const list = allowed.length === 0 ? '' : `; allowed: ${allowed.join(', ')}`;
  return { key, where, says: `${says}${list}`, todo: `Remove \`${key}\`, or use a name that is allowed.` };
}

/** The names that are allowed at a path; list positions do not count. */
function namesUnder(path: readonly PropertyKey[], allowedKeys: readonly string[]): readonly string[] {
  const names = path.filter((part) => typeof part !== 'number').map((part) => `${String(part)}.`);
  const prefix = names.join('');
  return allowedKeys
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
    .filter((key) => !key.includes('.'));
}

function stateOf(issue: Issue): string {
  // Zod keeps the input only where the parse asked for it.
  if (!('input' in issue)) return 'is not valid';
  return issue.input === undefined ? 'is missing' : `was ${shown(issue.input)}`;
}

function allowedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kindNames[issue.expected] ?? issue.expected;
    case 'too_small':
      return `${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return issue.values.map((value) => String(value)).join(', ');
    case 'invalid_format':
      return issue.pattern === undefined ? issue.message : `text that matches ${issue.pattern}`;
    default:
      return issue.message;
  }
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a finite number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of names to values',
};

function unitOf(origin: string): string {
  if (origin === 'string') return ' character(s)';
  return origin === 'array' ? ' item(s)' : '';
}

function dotted(path: readonly PropertyKey[]): string {
  return cut(path.map((part) => String(part)).join('.'));
}

function cut(text: string): string {
  const letters = [...text.replaceAll(/\p{Cc}+/gu, ' ')];
  return letters.length <= shownCharacters
    ? letters.join('')
    : `${letters.slice(0, shownCharacters).join('')}…`;
}
