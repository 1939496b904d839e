import { spacedOut } from './words.js';

// A longer question costs more than it says.
const mostTerms = 32;
const mostWords = 64;

/**
 * An FTS5 expression (https://sqlite.org/fts5.html#full_text_query_syntax) that asks for the words of a text, and for what
 * stands in quotes as a phrase. Whatever the text holds, it is no syntax of FTS5. What is written without spaces is a
 * phrase, too; where any word will do, any of its letters will.
 *
 * @param how whether all of the words must be there, or any.
 * @returns undefined where there is no word in it.
 */
export function matchExpression(text: string, how: 'all' | 'any'): string | undefined {
  const terms = [...new Set(termsOf(how === 'all' ? text : spacedOut(text)))].slice(0, mostTerms);
  if (terms.length === 0) return undefined;
  return terms.map((term) => `"${term}"`).join(how === 'all' ? ' AND ' : ' OR ');
}

/** Words and quoted phrases, without what FTS5 could take for a quote or an end. */
function termsOf(text: string): string[] {
  const found = text.match(/"[^"]*"|[^\s"]+/g) ?? [];
  return found
    .map((term) => upToWords(spacedOut(term.replace(/["\0]/g, ' ')), mostWords).trim())
    .filter((term) => term !== '');
}

/** A text up to the end of some word: half of one is in no text. */
function upToWords(text: string, most: number): string {
  const last = [...text.matchAll(/[\p{L}\p{N}\p{Co}]+|\p{So}/gu)].slice(0, most).at(-1);
  return last === undefined ? '' : text.slice(0, last.index + last[0].length);
}
