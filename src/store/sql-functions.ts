import type Database from 'better-sqlite3';
import { factWord } from './run-facts.js';
import { wordsOf } from './words.js';

/**
 * Give a connection the functions with which triggers make what texts and runs are found by: `words` of a text, and `fact` of
 * a name and a value. Without them nothing that has a text can be stored, and no such statement prepared.
 */
export function defineFunctions(db: Database.Database): void {
  const options = { deterministic: true };
  db.function('words', options, (text: unknown) => (typeof text === 'string' ? wordsOf(text) : null));
  db.function('fact', options, (name: unknown, value: unknown) =>
    typeof value === 'string' ? factWord(String(name), value) : null,
  );
}
