import { ignoredUnder, isIgnoreFile } from './ignored-under.js';
import { type PathBytes, parentsOf } from './path-bytes.js';
import { readRawBytes } from './raw-bytes.js';
import type { RestoreTarget } from './restore-target.js';
import { diffTrees, type TreeChange } from './tree-diff.js';
import { treeFiles } from './tree-files.js';

/** What has to change in a working directory for it to hold a tree. */
export async function changesTo(request: RestoreTarget, present: string): Promise<TreeChange[]> {
  const { repository, target, isLeft } = request;
  const changes = (await diffTrees(repository, present, target)).filter((change) => !isLeft(change.path));
  const hidden = new Set(await hiddenAgain(request, changes));
  return changes.filter(({ path }) => !hidden.has(path));
}

/**
 * What the target ignores, nobody has ever tracked, and stands in no file's way: it has only come to light since the
 * directory's ignore files are others, and stays.
 */
async function hiddenAgain(request: RestoreTarget, changes: readonly TreeChange[]): Promise<PathBytes[]> {
  const { repository, target, former } = request;
  if (!changes.some(({ path }) => isIgnoreFile(path))) return [];
  const own = new Set((await diffTrees(repository, target, former)).map(({ path }) => path));
  const written = changes.filter(({ kind }) => kind !== 'deleted').map(({ path }) => path);
  const [files, places] = [new Set(written), new Set(written.flatMap(parentsOf))];
  const isInTheWay = (path: PathBytes) =>
    places.has(path) || parentsOf(path).some((parent) => files.has(parent));
  const going = changes.filter(
    ({ kind, path }) => kind === 'deleted' && !own.has(path) && !isIgnoreFile(path) && !isInTheWay(path),
  );
  return ignoredUnder(
    request,
    target,
    going.map(({ path }) => path),
  );
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
