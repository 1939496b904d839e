import { Refusal } from '../../errors.js';
import { visibleText } from '../shown-text.js';

const shown = 80;

/**
 * The refusal of a file for one of its lines.
 *
 * @param line counted from 1.
 * @param why goes on with a sentence that begins with "Line 3", such as "has no status".
 */
export function malformed(line: number, why: string): Refusal {
  return unreadable(`Line ${line} ${why}.`);
}

/** The refusal of a whole file, in a sentence. */
export function unreadable(why: string): Refusal {
  const hint =
    'Nothing was stored. A results.tsv, a log of pi-autoresearch or a file of `autoresearch-mcp export --format json` can be imported.';
  return new Refusal('invalid_config', why, hint);
}

/** Something out of a file, in quotes, for a sentence. */
export function quoted(text: string): string {
  return `"${visibleText(text, shown)}"`;
}
