const width = 96;

/**
 * A text in lines that fit a terminal. A word that is longer than a line, such as a path, is left whole.
 *
 * @param indent spaces before all lines but the first.
 */
export function wrapped(text: string, indent: number): string[] {
  const [start = ''] = /^\s*/.exec(text) ?? [];
  const lines: string[] = [];
  let line = start;
  for (const word of text.slice(start.length).split(' ')) {
    if (line.trim() !== '' && line.length + word.length >= width) {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
