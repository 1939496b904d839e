import { oneLine } from './settled-runs.js';

/** Text on one line of Markdown, as a list or a cell of a table holds it: nothing in it means anything but itself. */
export function inlineMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>|~&#]/g, '\\$&')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}
