import type { Buffer } from 'node:buffer';
import { git } from './git.js';
import { filePath, type PathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';

/**
 * The ids that some files would have as blobs, by their very bytes: no filter and no change of line ends.
 *
 * @param directory that the paths start from.
 * @param isStored whether the blobs are written.
 */
export async function rawIds(
  repository: Repository,
  directory: string,
  paths: readonly PathBytes[],
  isStored: boolean,
): Promise<string[]> {
  if (paths.length === 0) return [];
  const input = paths.map((path) => `${quoted(filePath(directory, path))}\n`).join('');
  const args = ['hash-object', ...(isStored ? ['-w'] : []), '--no-filters', '--stdin-paths'];
  const output = await git(args, { cwd: repository.root, input });
  return output.toString('latin1').trimEnd().split('\n');
}

/** One path a line, and no NULs: as git quotes names itself, so that none can be taken for two. */
function quoted(path: Buffer): string {
  const plain = /^[ !#-[\]-~]$/;
  const bytes = [...path].map((byte) => {
    const character = String.fromCharCode(byte);
    return plain.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${bytes.join('')}"`;
}
