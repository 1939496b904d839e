import { firstLines } from '../bench/shown-lines.js';
import { visibleLine } from '../bench/visible-text.js';
import type { TextDiff } from '../workspace/text-diff.js';

/** How much of a difference is looked at. Much more than is shown, so that what is shown lies well before the cut. */
export const bytesCleaned = 256 * 1024;

/**
 * The beginning of a difference as an agent or a person may see it: without secrets, whatever is invisible spelt out (it
 * may be all that has changed), long lines cut. A last line in brackets says how much was left out.
 */
export function shownDiff({ start, lines }: TextDiff, maxTokens: number): string {
  const seen = start.toString('utf8').replace(/\n$/, '').split('\n').map(visibleLine);
  const shown = firstLines(seen, maxTokens);
  const leftOut = lines - shown.length;
  return (leftOut > 0 ? [...shown, `[… ${leftOut} lines left out]`] : shown).join('\n');
}
