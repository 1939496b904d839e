import { cleanOutput } from '../bench/output-tail.js';
import { firstLines } from '../bench/shown-lines.js';
import type { TextDiff } from '../workspace/text-diff.js';

/** How much of a difference is looked at. Much more than is shown, so that what is shown lies well before the cut. */
export const bytesCleaned = 256 * 1024;

/**
 * The beginning of a difference as an agent may see it: cleaned, without secrets, long lines cut. A last line in brackets
 * says how much was left out.
 */
export function shownDiff({ start, lines }: TextDiff, maxTokens: number): string {
  // A `\r` in a line would overwrite what shows that it was added or removed.
  const text = start.toString('utf8').replace(/\r(?!\n)/g, '␍');
  const shown = firstLines(cleanOutput(text).trimEnd().split('\n'), maxTokens);
  const leftOut = lines - shown.length;
  return (leftOut > 0 ? [...shown, `[… ${leftOut} lines left out]`] : shown).join('\n');
}
