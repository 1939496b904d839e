import { stripVTControlCharacters } from 'node:util';

const maxLines = 40;
const maxCharacters = 2000;
// Also what is invisible (zero-width characters, tags) or turns the direction of writing: it can hide instructions.
const controlCharacters = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/gu;

/**
 * Output as a person would see it: valid UTF-8 without escape sequences or control characters, except newline and
 * tab. Of a progress bar that was redrawn with `\r` only the last state is kept. The text should be bounded.
 */
export function cleanOutput(text: Buffer | string): string {
  // A string goes through bytes too: that is what replaces lone surrogates.
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return stripVTControlCharacters(bytes.toString('utf8'))
    .split('\n')
    .map(lastDrawn)
    .join('\n')
    .replace(controlCharacters, '');
}

/** The end of some output, cleaned: at most 40 lines and 2,000 characters, without trailing blank lines. */
export function tailOf(output: Buffer | string): string {
  const bytes = typeof output === 'string' ? Buffer.from(output) : output;
  const lines = cleanOutput(withoutCutCharacter(bytes)).trimEnd().split('\n');
  return lastCharacters(lines.slice(-maxLines).join('\n'));
}

function lastDrawn(line: string): string {
  // A `\r` at the end has overwritten nothing yet.
  return line.split('\r').findLast((state) => state !== '') ?? '';
}

// Bytes taken from the middle of a stream can begin inside a character.
function withoutCutCharacter(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => (byte & 0b1100_0000) !== 0b1000_0000);
  return start > 0 && start <= 3 ? bytes.subarray(start) : bytes;
}

function lastCharacters(text: string): string {
  const tail = text.slice(-maxCharacters);
  return /^[\uDC00-\uDFFF]/.test(tail) ? tail.slice(1) : tail;
}
