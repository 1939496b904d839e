import { displayPath, type PathBytes } from '../workspace/path-bytes.js';

/** The agent's scratch place: whatever is there is nobody's business. */
const scratchDirectory = '.autoresearch/';

/**
 * What a session ignores besides the repository's own rules, in .gitignore's syntax.
 *
 * @param globs the `ignore` setting, relative to the session's directory.
 * @param nested untracked directories that are repositories of their own.
 */
export function ignoreRules(
  prefix: string,
  globs: readonly string[],
  nested: readonly PathBytes[],
): string[] {
  const base = `/${escaped(prefix)}`;
  const own = globs.map((glob) => base + glob.replace(/^\.?\//, ''));
  return [`${base}${scratchDirectory}`, ...own, ...nested.map((path) => `/${escaped(displayPath(path))}`)];
}

function escaped(path: string): string {
  return path.replace(/[\\*?[\]]/g, '\\$&');
}
