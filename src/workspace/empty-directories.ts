import { mkdir, readdir } from 'node:fs/promises';
import { isBelowLink } from './below-link.js';
import { exists } from './exists.js';
import { git } from './git.js';
import { filePath, type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';
import { ignoring, type PrivateIndex, privateCall } from './snapshot.js';

/** Directories without anything in them, where git ignores neither them nor what they are in. */
export async function emptyDirectories(repository: Repository, index: PrivateIndex): Promise<PathBytes[]> {
  const args = [...ignoring(index), 'ls-files', '--others', '--directory', '--exclude-standard', '-z'];
  // All files are tracked in this index. What else there is are directories of which it has no file.
  const others = splitNul(await git(args, privateCall(repository, index)));
  const found = others
    .filter((path) => path.endsWith('/'))
    .map((path) => emptyIn(repository.root, path.slice(0, -1)));
  return (await Promise.all(found)).flat().sort();
}

async function emptyIn(root: string, directory: PathBytes): Promise<PathBytes[]> {
  const options = { withFileTypes: true, encoding: 'latin1' } as const;
  const entries = await readdir(filePath(root, directory), options).catch(() => undefined);
  // One that may not be looked into, or a repository of its own.
  if (entries === undefined || entries.some((entry) => entry.name === '.git')) return [];
  if (entries.length === 0) return [directory];
  const inside = entries.filter((entry) => entry.isDirectory());
  return (await Promise.all(inside.map((entry) => emptyIn(root, `${directory}/${entry.name}`)))).flat();
}

/** Those of some paths at which there is a directory without anything in it. */
export async function stillEmpty(root: string, paths: readonly PathBytes[]): Promise<PathBytes[]> {
  const found = await Promise.all(paths.map((path) => readdir(filePath(root, path)).catch(() => undefined)));
  return paths.filter((path, at) => found[at]?.length === 0 && !isBelowLink(root, path));
}

/** Make directories that are gone, unless something else has taken their place. @returns those that were made. */
export async function makeDirectories(root: string, directories: readonly PathBytes[]): Promise<PathBytes[]> {
  const isThere = await Promise.all(directories.map((path) => exists(filePath(root, path))));
  const gone = directories.filter((path, at) => !isThere[at] && !isBelowLink(root, path));
  const isMade = await Promise.all(gone.map((path) => make(filePath(root, path))));
  return gone.filter((_, at) => isMade[at]);
}

function make(path: Buffer): Promise<boolean> {
  return mkdir(path, { recursive: true }).then(
    () => true,
    () => false,
  );
}
