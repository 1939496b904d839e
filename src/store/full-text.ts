import { spacedOut } from './words.js';

// A longer question costs more than it says.
const mostTerms = 32;
const longestTerm = 100;

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
  return terms.map((term) => `"${spacedOut(term)}"`).join(how === 'all' ? ' AND ' : ' OR ');
}

/** Words and quoted phrases, without what FTS5 could take for a quote or an end. */
function termsOf(text: string): string[] {
  const found = text.match(/"[^"]*"|[^\s"]+/g) ?? [];
  return found
    .map((term) => term.replace(/["\0]/g, ' ').trim().slice(0, longestTerm))
    .filter((term) => /[\p{L}\p{N}\p{Co}\p{So}]/u.test(term));
}
