import { fitting } from '../bench/token-bound.js';
import { visibleText } from '../bench/visible-text.js';
import { messageOf } from '../errors.js';

export { withoutMarks } from '../bench/output-marks.js';
export { visibleText };

const maxPathLength = 120;
const maxPaths = 50;
const maxPathTokens = 370;
const maxMessageLength = 500;
const filesNamed = 5;

/** A file's name for the agent: whoever edits or measures chooses names, and a name can hold anything but NUL. */
export function shownPath(path: string): string {
  return visibleText(path, maxPathLength);
}

/** The first of some files' names, at most 50. */
export function shownPaths(paths: readonly string[]): string[] {
  return fitting(paths.slice(0, maxPaths).map(shownPath), (path) => path, maxPathTokens);
}

/** Some files for the sentence of a refusal, which names the first few, and for its details. */
export function namedFiles(paths: readonly string[]): {
  readonly names: string;
  readonly files: readonly string[];
} {
  const files = shownPaths(paths);
  const first = files.slice(0, filesNamed);
  const more = paths.length > first.length ? ` and ${paths.length - first.length} more` : '';
  return { names: `${first.join(', ')}${more}`, files };
}

/** What is to be noted of a list of files of which {@link shownPaths} shows some. */
export function shownPathsNote(field: string, paths: readonly string[]): string[] {
  const shown = shownPaths(paths).length;
  return shown === paths.length ? [] : [`${field} has the first ${shown} of ${paths.length} files.`];
}

/** The message of anything thrown, for the agent: it may quote what another program said. */
export function shownMessage(error: unknown): string {
  return visibleText(messageOf(error).replace(/\s+/g, ' '), maxMessageLength);
}
