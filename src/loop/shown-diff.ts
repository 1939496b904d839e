import { cleanOutput } from '../bench/output-tail.js';
import { firstLines } from '../bench/shown-lines.js';

// Much more than is shown, so that what is shown lies well before the cut.
const bytesCleaned = 256 * 1024;

/**
 * The beginning of a difference as an agent may see it: cleaned, without secrets, long lines cut. A last line in brackets
 * says how much was left out.
 */
export function shownDiff(diff: Buffer, maxTokens: number): string {
  const all = lineCount(diff);
  // A `\r` in a line would overwrite what shows that it was added or removed.
  const text = wholeLines(diff)
    .toString('utf8')
    .replace(/\r(?!\n)/g, '␍');
  const shown = firstLines(cleanOutput(text).trimEnd().split('\n'), maxTokens);
  const leftOut = all - shown.length;
  return (leftOut > 0 ? [...shown, `[… ${leftOut} lines left out]`] : shown).join('\n');
}

/** The first lines, none of which is cut: it could be in the middle of a secret. */
function wholeLines(diff: Buffer): Buffer {
  if (diff.length <= bytesCleaned) return diff;
  return diff.subarray(0, diff.subarray(0, bytesCleaned).lastIndexOf('\n') + 1);
}

function lineCount(text: Buffer): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
