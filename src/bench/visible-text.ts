import { withoutMarks } from './output-marks.js';
import { plainText } from './plain-text.js';
import { maskSecrets } from './secrets.js';
import { beginningWithin } from './token-bound.js';

const invisible = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A short text from outside on one line, such as a file's name: secrets masked, whatever is invisible spelt out, and cut.
 * It costs at most as many tokens as half its longest length.
 *
 * @param maxLength in characters.
 */
export function visibleText(text: string, maxLength: number): string {
  const spelt = withoutMarks(masked(text)).replace(invisible, spellOut);
  const beginning = beginningWithin(spelt, maxLength / 2);
  return beginning === spelt ? spelt : `${beginning}…`;
}

/** A line from outside, however long: as {@link visibleText}, but for its tabs and its length. */
export function visibleLine(line: string): string {
  return masked(line).replace(invisible, (character) =>
    character === '\t' ? character : spellOut(character),
  );
}

// What is invisible may stand inside a secret, where it would keep that from being found.
function masked(text: string): string {
  const plain = plainText(text.replaceAll('\r', '\n'));
  const maskedPlain = maskSecrets(plain);
  return maskedPlain === plain ? maskSecrets(text) : maskedPlain;
}

function spellOut(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
