import type { PathBytes } from './path-bytes.js';
import { readRawBytes } from './raw-bytes.js';
import type { RestoreTarget } from './restore-target.js';
import { diffTrees, type TreeChange } from './tree-diff.js';
import { treeFiles } from './tree-files.js';

/** What has to change in a working directory for it to hold a tree. */
export async function changesTo(
  { repository, target, isLeft }: RestoreTarget,
  present: string,
): Promise<TreeChange[]> {
  return (await diffTrees(repository, present, target)).filter((change) => !isLeft(change.path));
}

/**
 * Where a restore that was killed may have written files, and not have given them their permissions any more: they look right
 * by now. Nowhere, where those follow from the umask.
 */
export async function pathsBetween(request: RestoreTarget): Promise<PathBytes[]> {
  const { unseen, former } = request;
  if (unseen === undefined || unseen.permissions.odd.length === 0) return [];
  return (await changesTo(request, former)).map((change) => change.path);
}

/** The copies of files whose bytes are not what git would write; see {@link Unseen}. Undefined where it converts none. */
export async function presentBytes(request: RestoreTarget): Promise<string | undefined> {
  const { unseen } = request;
  if (unseen === undefined || unseen.converts === 'none') return undefined;
  return await readRawBytes(request, unseen.converts);
}

/**
 * Files that are the same for git, and whose bytes are others all the same.
 *
 * @param bytes what {@link presentBytes} has found.
 * @param known paths that are going to be written in any case.
 */
export async function byteChanges(
  request: RestoreTarget,
  bytes: string | undefined,
  known: ReadonlySet<PathBytes>,
): Promise<TreeChange[]> {
  const { repository, target, unseen, isLeft } = request;
  if (unseen === undefined || bytes === undefined) return [];
  const differing = (await diffTrees(repository, bytes, unseen.bytes)).map((change) => change.path);
  const paths = new Set(differing.filter((path) => !isLeft(path) && !known.has(path)));
  if (paths.size === 0) return [];
  const files = (await treeFiles(repository, target)).filter((file) => paths.has(file.path));
  return files.map(({ path, mode, id }) => ({
    path,
    kind: 'modified',
    oldMode: mode,
    newMode: mode,
    oldId: id,
    newId: id,
  }));
}
