import { git, gitLine } from './git.js';
import { displayPath, joinNul, type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';

/**
 * What git would store for each of some files if it were empty: a filter need not be able to write a file of nothing.
 *
 * @returns by path; nothing for a file whose filter fails.
 */
export async function emptiedBlobs(
  repository: Repository,
  paths: readonly PathBytes[],
): Promise<Map<PathBytes, string>> {
  const filters = await filtersOf(repository, paths);
  const blobs = new Map<string, string>();
  // One file stands for all that have the same filter.
  for (const [path, filter] of filters) {
    if (!blobs.has(filter)) blobs.set(filter, await storeEmpty(repository, path));
  }
  return new Map(
    [...filters].flatMap(([path, filter]) => {
      const blob = blobs.get(filter) ?? '';
      return blob === '' ? [] : [[path, blob]];
    }),
  );
}

function storeEmpty({ root }: Repository, path: PathBytes): Promise<string> {
  const args = ['hash-object', '-w', '--stdin', `--path=${displayPath(path)}`];
  return gitLine(args, { cwd: root, input: '', okCodes: [0, 128] });
}

/** The filter of each file, as the attributes of the working directory name it. */
async function filtersOf({ root }: Repository, paths: readonly PathBytes[]): Promise<Map<PathBytes, string>> {
  const input = joinNul(paths);
  const records = splitNul(await git(['check-attr', '-z', '--stdin', 'filter'], { cwd: root, input }));
  // `<path>`, `filter`, `<value>`
  return new Map(paths.map((path, at) => [path, records[3 * at + 2] ?? '']));
}
