import { statfs } from 'node:fs/promises';
import { Refusal } from '../errors.js';
import { isAttributesFile } from './converted-files.js';
import { gitLine, gitStream } from './git.js';
import type { Repository } from './repository.js';
import type { RestoreTarget } from './restore-target.js';
import { gitlinkMode, type TreeChange } from './tree-diff.js';
import { treeFiles } from './tree-files.js';
import { leftOut } from './unseen.js';

const plenty = 1e9;

/**
 * See that the new side of a tree difference can be written, before the first file is touched: half of it would be worse
 * than none. What git converts it converts once for nobody: a filter may fail, and no file's size is known before.
 *
 * @throws Refusal `internal` where there is no room.
 * @throws GitFailure where a filter fails.
 */
export async function assertWritable(request: RestoreTarget, changes: readonly TreeChange[]): Promise<void> {
  const { repository, unseen, skipped } = request;
  const isOut = leftOut(unseen, skipped);
  const written = changes.filter(
    ({ kind, newMode, path }) => kind !== 'deleted' && newMode !== gitlinkMode && !isOut(path),
  );
  // Before the right attributes are there, nobody knows what git will do: it is asked again when they are.
  const isConverted =
    unseen !== undefined && unseen.converts !== 'none' && !changes.some(({ path }) => isAttributesFile(path));
  const isNamed = (change: TreeChange) => isConverted && canBeNamed(change);
  const converted = await convertedSize(repository, written.filter(isNamed));
  const { bavail, bsize } = await statfs(repository.root);
  const free = bavail * bsize;
  if (free >= plenty) return;
  const paths = new Set(written.map(({ path }) => path));
  const copies = unseen === undefined ? [] : await treeFiles(repository, unseen.bytes);
  const stored = await storedSize(repository, [
    ...written.filter((change) => !isNamed(change)).map(({ newId }) => newId),
    ...copies.filter(({ path }) => paths.has(path)).map(({ id }) => id),
  ]);
  const needed = stored + converted + written.length * bsize;
  if (written.length === 0 || needed <= free) return;
  throw new Refusal(
    'internal',
    `The disk is full: ${needed} bytes are to be written to ${repository.root}, and ${free} are free.`,
    'Make room, then call again: what was begun is then finished. Until then no file of yours is touched.',
  );
}

/** Whether `git cat-file --filters`, which takes a line for each file, can be asked for one. */
function canBeNamed({ path, newMode }: TreeChange): boolean {
  return newMode.startsWith('100') && !/^[ \t]|\n/.test(path);
}

/** Bytes that git makes of some files on their way to the disk. */
async function convertedSize(repository: Repository, files: readonly TreeChange[]): Promise<number> {
  if (files.length === 0) return 0;
  const input = Buffer.from(files.map(({ path, newId }) => `${newId} ${path}\n`).join(''), 'latin1');
  let size = 0;
  await gitStream(['cat-file', '--filters', '--batch='], { cwd: repository.root, input }, (part) => {
    size += part.length;
  });
  return size;
}

async function storedSize(repository: Repository, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const sizes = await gitLine(['cat-file', '--batch-check=%(objectsize)'], {
    cwd: repository.root,
    input: ids.map((id) => `${id}\n`).join(''),
  });
  return sizes.split('\n').reduce((sum, size) => sum + (Number(size) || 0), 0);
}
