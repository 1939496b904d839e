import type { PathBytes } from './path-bytes.js';
import { absentMode, type TreeChange } from './tree-diff.js';

/**
 * Divide a tree difference by whether somebody has edited the same paths, or has put something where its directories
 * or files have to be.
 *
 * @param changes lead from a tree to another.
 * @param edits lead from the same tree to what a directory holds.
 */
export function divideChanges(
  changes: readonly TreeChange[],
  edits: readonly TreeChange[],
): { readonly free: readonly TreeChange[]; readonly edited: readonly TreeChange[] } {
  const touched = new Set(edits.map((edit) => edit.path));
  const standing = edits.filter((edit) => edit.newMode !== absentMode).map((edit) => edit.path);
  const [files, directories] = [new Set(standing), new Set(standing.flatMap(parentsOf))];
  const isBlocked = ({ path, newMode }: TreeChange) =>
    newMode !== absentMode && (directories.has(path) || parentsOf(path).some((parent) => files.has(parent)));
  const isEdited = (change: TreeChange) => touched.has(change.path) || isBlocked(change);
  return {
    free: changes.filter((change) => !isEdited(change)),
    edited: changes.filter(isEdited),
  };
}

function parentsOf(path: PathBytes): PathBytes[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}
