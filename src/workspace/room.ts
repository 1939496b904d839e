import { statfs } from 'node:fs/promises';
import { Refusal } from '../errors.js';
import { gitLine } from './git.js';
import type { Repository } from './repository.js';
import { gitlinkMode, type TreeChange } from './tree-diff.js';

const plenty = 1e9;

/**
 * See that a directory has room for the new side of a tree difference, before the first file is touched: half of it would
 * be worse than none. Nothing is asked where there is plenty.
 *
 * @throws Refusal `internal`
 */
export async function assertRoom(
  repository: Repository,
  directory: string,
  changes: readonly TreeChange[],
): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  if (free >= plenty) return;
  const written = changes.filter(({ kind, newMode }) => kind !== 'deleted' && newMode !== gitlinkMode);
  if (written.length === 0) return;
  const sizes = await gitLine(['cat-file', '--batch-check=%(objectsize)'], {
    cwd: repository.root,
    input: written.map(({ newId }) => `${newId}\n`).join(''),
  });
  const needed = sizes
    .split('\n')
    .reduce((sum, size) => sum + Math.ceil((Number(size) || 0) / bsize) * bsize, 0);
  if (needed <= free) return;
  throw new Refusal(
    'internal',
    `The disk is full: ${needed} bytes are to be written to ${directory}, and ${free} are free.`,
    'Make room, then call again: what was begun is then finished. Until then no file of yours is touched.',
  );
}
