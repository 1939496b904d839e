import { relative } from 'node:path';
import { displayPath, type PathBytes, toPathBytes } from '../workspace/path-bytes.js';
import type { Repository } from '../workspace/repository.js';

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

/** The server's own directory, where somebody has put it into the repository: it is nobody's edit. */
export function homeBelow(home: string, repository: Repository): PathBytes[] {
  const path = relative(repository.root, home);
  return path === '' || path.startsWith('..') ? [] : [`${toPathBytes(path)}/`];
}

function escaped(path: string): string {
  return path.replace(/[\\*?[\]]/g, '\\$&');
}
