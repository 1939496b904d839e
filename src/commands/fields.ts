import wrapAnsi from 'wrap-ansi';
import { cutTo } from './cut-to.js';
import type { Terminal } from './terminal.js';

/** A label and what there is to say under it; undefined for nothing. */
export type Field = readonly [label: string, text: string | undefined];

const indent = 2;
const labelWidth = 14;

/** Fields below each other, long texts wrapped beside their labels, each in so many lines at most. */
export function fieldLines(
  fields: readonly Field[],
  { width, colours }: Terminal,
  mostLines?: number,
): string[] {
  return fields.flatMap(([label, text]) => {
    if (text === undefined || text === '') return [];
    const lines = wrappedTo(text, width - indent - labelWidth, mostLines);
    return lines.map((line, at) => {
      const start = `${' '.repeat(indent)}${(at === 0 ? label : '').padEnd(labelWidth)}`;
      return `${colours.dim(start)}${line}`;
    });
  });
}

/** A text in lines of so many columns; a word that is longer than a line is broken, and of too many lines the last is cut. */
export function wrappedTo(text: string, width: number, mostLines = Number.POSITIVE_INFINITY): string[] {
  const lines = wrapAnsi(text, width, { hard: true }).split('\n');
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines - 1), cutTo(lines.slice(mostLines - 1).join(' '), width)];
}
