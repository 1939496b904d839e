import { filePath, type PathBytes, parentsOf } from './path-bytes.js';
import { statOf } from './stat-of.js';

/** Whether a symbolic link is on the way to a path: what is there is somewhere else, and another path's. */
export function isBelowLink(root: string, path: PathBytes): boolean {
  return parentsOf(path).some((parent) => statOf(filePath(root, parent))?.isSymbolicLink() === true);
}
