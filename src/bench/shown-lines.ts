import { beginningWithin, fitting } from './token-bound.js';

const maxLineTokens = 250;

/** As many of the first lines as cost no more than this, each cut to 500 characters or so. */
export function firstLines(lines: readonly string[], maxTokens: number): string[] {
  return fitting(lines.map(shortLine), (line) => line, maxTokens);
}

/** As {@link firstLines}, the last ones. */
export function lastLines(lines: readonly string[], maxTokens: number): string[] {
  return firstLines([...lines].reverse(), maxTokens).reverse();
}

function shortLine(line: string): string {
  const beginning = beginningWithin(line, maxLineTokens);
  const rest = line.length - beginning.length;
  return rest === 0 ? line : `${beginning} [… ${rest} characters left out]`;
}
