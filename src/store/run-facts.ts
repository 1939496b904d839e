import { createHash } from 'node:crypto';
import { bareText } from './words.js';

/** What is known of a run besides its words, and may be asked for together with them. */
export interface RunFacts {
  readonly session?: string | undefined;
  /** The common git directory of a repository: all of its worktrees are meant. */
  readonly repository?: string | undefined;
  readonly verdict?: string | undefined;
  readonly outcome?: string | undefined;
  /** The whole description, but for case and spaces. */
  readonly said?: string | undefined;
}

const names = ['session', 'repository', 'verdict', 'outcome', 'said'] as const;

/**
 * The FTS5 expression that all of these facts hold: each is a word of the index, so that the runs that have both it and what
 * else is looked for are found without a look at any other.
 *
 * @returns undefined where there are none.
 */
export function factsExpression(facts: RunFacts): string | undefined {
  const words = names.flatMap((name) => {
    const value = facts[name];
    return value === undefined ? [] : [`facts : ${factWord(name, value)}`];
  });
  return words.length === 0 ? undefined : words.join(' AND ');
}

/** The word for a fact. It ends with a digit: no stemmer shortens it. */
export function factWord(name: string, value: string): string {
  const known = name === 'said' ? bareText(value) : value;
  return `${name}${createHash('sha256').update(known).digest('hex').slice(0, 16)}0`;
}
