import type { Colours } from './terminal.js';

/** A difference as git prints it, coloured as git would. */
export function diffLines(diff: string, colours: Colours): string[] {
  let isHeader = true;
  return diff.split('\n').map((line) => {
    if (line.startsWith('diff --git ')) isHeader = true;
    if (line.startsWith('@@')) isHeader = false;
    return isHeader ? colours.bold(line) : paintOf(line, colours)(line);
  });
}

function paintOf(line: string, colours: Colours): (text: string) => string {
  if (line.startsWith('@@')) return colours.cyan;
  if (line.startsWith('+')) return colours.green;
  return line.startsWith('-') ? colours.red : String;
}
