// Scripts that are written without spaces between words.
const unspaced = String.raw`[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]`;
// A symbol (🚀, ®, °) is a word of its own, also where it touches another.
const everyAlone = new RegExp(String.raw`${unspaced}|\p{So}`, 'gu');
const onlyUnspaced = new RegExp(`^${unspaced}+$`, 'u');

// parse|Header, parse|HTML|Header, utf8|Reader
const humps = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/**
 * A text in which each symbol, and each letter of a script without spaces, is a word of its own; words that follow each other
 * are a phrase.
 */
export function spacedOut(text: string): string {
  return text.normalize('NFC').replace(everyAlone, ' $& ');
}

export function isUnspaced(word: string): boolean {
  return onlyUnspaced.test(word);
}

/**
 * What a text can be found by: its words and, behind all of them, so that phrases stay what they are, the parts of its
 * camelCase names.
 */
export function wordsOf(text: string): string {
  const names = (text.match(/[\p{L}\p{N}]+/gu) ?? []).map((name) => name.split(humps));
  const parts = names.filter(({ length }) => length > 1).flat();
  return [spacedOut(text), ...parts].join(' ');
}

/** The same for two texts that differ only in case and spaces. */
export function bareText(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}
