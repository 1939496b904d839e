import { Refusal } from '../errors.js';

/**
 * A place in a list of runs. It holds whatever it takes to go on: no server has to remember it, and nothing that is added
 * or changed meanwhile brings a run a second time.
 */
export interface Place {
  /** In a list of the newest, the row that the page before ended with; in one by match, the newest that there was at its first page. */
  readonly row: number;
  /** In a list by match, the rows of all pages before: each new run changes how much a word weighs, and so the order. */
  readonly seen?: readonly number[];
}

// As many matches as a list by match has.
const mostSeen = 1000;
const number = '[0-9a-z]{1,10}';
const patterns = {
  newest: new RegExp(`^n(${number})$`),
  best: new RegExp(`^b(${number})((?:\\.${number}){1,${mostSeen}})$`),
};

/** A place as a text. Rows are told by how far each is from the one before: that is short where there are many. */
export function cursorAt({ row, seen }: Place): string {
  if (seen === undefined) return `n${row.toString(36)}`;
  const rows = [row, ...[...seen].sort((a, b) => b - a)];
  const steps = seen.map((_, at) => (rows[at] ?? 0) - (rows[at + 1] ?? 0));
  return `b${[row, ...steps].map((step) => step.toString(36)).join('.')}`;
}

/** @throws Refusal `invalid_config` for what is no cursor of such a list. */
export function placeAt(cursor: string, order: 'best' | 'newest'): Place {
  const [, first, rest] = patterns[order].exec(cursor) ?? [];
  if (first === undefined) throw noCursor(cursor);
  const row = Number.parseInt(first, 36);
  return rest === undefined ? { row } : { row, seen: rowsAfter(row, rest.slice(1).split('.')) };
}

function rowsAfter(row: number, steps: readonly string[]): number[] {
  let at = row;
  return steps.map((step) => {
    at -= Number.parseInt(step, 36);
    return at;
  });
}

function noCursor(cursor: string): Refusal {
  return new Refusal(
    'invalid_config',
    `"${cursor.slice(0, 100)}" is no cursor of this list.`,
    'Give next_cursor of the page before, with the same query and order; or none, to begin anew.',
  );
}
