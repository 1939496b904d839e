import { isUnspaced, spacedOut } from '../../store/words.js';

// Words that say nothing of what an idea is about.
const fillers = new Set(
  'a an and as at be by for from in into instead is it its of off on or so that the then this to try use using via we when with'.split(
    ' ',
  ),
);

/**
 * How alike two texts are: the Sørensen–Dice coefficient of their sets of words, without endings, accents and fillers.
 *
 * @returns 0 for nothing in common, to 1 for the same words.
 */
export function likeness(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.size === 0 || b.size === 0) return 0;
  const common = [...a].filter((word) => b.has(word)).length;
  return (2 * common) / (a.size + b.size);
}

function wordsOf(text: string): Set<string> {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const all = spacedOut(plain).match(/[\p{L}\p{N}\p{So}]+/gu) ?? [];
  const words = all.map((word, at) => (isUnspaced(word) ? withNext(word, all[at + 1]) : word));
  return new Set(words.filter((word) => !fillers.has(word)).map(withoutEnding));
}

/** Where nothing shows where words end, a letter says little without the one after it. */
function withNext(letter: string, next = ''): string {
  return letter + next;
}

/** What two forms of an English word mostly have in common. */
function withoutEnding(word: string): string {
  return word.length < 5 ? word.replace(/s$/, '') : word.replace(/(ing|ed|es|s|e)$/, '');
}
