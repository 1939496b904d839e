import { chmodSync } from 'node:fs';
import { isBelowLink } from './below-link.js';
import { filePath, type PathBytes, parentsOf } from './path-bytes.js';
import { statOf } from './stat-of.js';

/**
 * Let the owner write into the directories of some files, where somebody has forbidden it.
 *
 * @returns what closes them again, as far as they are there.
 */
export function openDirectories(root: string, files: readonly PathBytes[]): () => void {
  const parents = [...new Set(['', ...files.flatMap(parentsOf)])].sort();
  const closed: { readonly path: Buffer; readonly mode: number }[] = [];
  for (const parent of parents) {
    const path = filePath(root, parent);
    const found = statOf(path);
    const mode = Number(found?.mode ?? 0) & 0o7777;
    if (found?.isDirectory() !== true || (mode & 0o300) === 0o300 || isBelowLink(root, parent)) continue;
    closed.unshift({ path, mode });
    chmodSync(path, mode | 0o300);
  }
  return () => {
    for (const { path, mode } of closed) {
      if (statOf(path)?.isDirectory() === true) chmodSync(path, mode);
    }
  };
}
