import { lstat } from 'node:fs/promises';
import { filePath, type PathBytes } from './path-bytes.js';

/** Whether anything is at a path, be it a dangling link. */
export async function exists(path: string | Buffer): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined;
}

/** Those of some paths below a directory at which there is anything. */
export async function existing(root: string, paths: readonly PathBytes[]): Promise<PathBytes[]> {
  const isThere = await Promise.all(paths.map((path) => exists(filePath(root, path))));
  return paths.filter((_, at) => isThere[at]);
}
