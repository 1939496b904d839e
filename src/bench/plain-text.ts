import { stripVTControlCharacters } from 'node:util';

// Also what is invisible (zero-width characters, tags) or turns the direction of writing: it can hide instructions.
const controlCharacters = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/gu;

/**
 * Text as a person would see it: valid UTF-8 without escape sequences or control characters, except newline and
 * tab. Of a progress bar that was redrawn with `\r` only the last state is kept. The text should be bounded.
 */
export function plainText(text: Buffer | string): string {
  // A string goes through bytes too: that is what replaces lone surrogates.
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return stripVTControlCharacters(bytes.toString('utf8'))
    .split('\n')
    .map(lastDrawn)
    .join('\n')
    .replace(controlCharacters, '');
}

function lastDrawn(line: string): string {
  // A `\r` at the end has overwritten nothing yet.
  return line.split('\r').findLast((state) => state !== '') ?? '';
}
