import { visibleText } from '../loop/shown-text.js';

// Longer than anything that is stored to be read, and short enough to be looked at.
const longest = 8000;

/** A stored text for the terminal: on one line, and with nothing in it that a terminal would obey. */
export function oneLine(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ').trim(), longest);
}
