import { fingerprint } from './fingerprint.js';
import { filePath, type PathBytes } from './path-bytes.js';

/** Tells which of some files were written to since it was made. A change time cannot be set back. */
export type Watch = () => Promise<PathBytes[]>;

export async function watchFiles(root: string, paths: readonly PathBytes[]): Promise<Watch> {
  const look = () => Promise.all(paths.map((path) => fingerprint(filePath(root, path))));
  const before = await look();
  return async () => {
    const now = await look();
    return paths.filter((_, at) => now[at] !== before[at]);
  };
}
