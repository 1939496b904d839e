import { Refusal } from '../../errors.js';

/** A line of a file that says something. */
export interface Line {
  readonly text: string;
  /** Counted from 1, with those that are empty. */
  readonly line: number;
}

/** Of lines that say something: ten times as many as runs may be, since other lines are passed over. */
const mostLines = 100_000;

/**
 * The lines of a text, without their ends and without those that are blank: one after the other, since a text of 100 MB
 * may be nothing but line ends.
 *
 * @throws Refusal `invalid_config` for more than 100,000.
 */
export function* linesOf(text: string): Generator<Line> {
  let count = 0;
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    line++;
    const content = end === start ? '' : text.slice(start, end);
    start = end + 1;
    if (content.trim() === '') continue;
    if (++count > mostLines) throw tooMany();
    yield { text: content.endsWith('\r') ? content.slice(0, -1) : content, line };
  }
}

function tooMany(): Refusal {
  const message = `There are more than ${mostLines} lines in the file.`;
  return new Refusal('invalid_config', message, 'Import it in parts.');
}
