import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { git, gitLine } from './git.js';
import type { Repository } from './repository.js';
import { diffTrees, parseChanges } from './tree-diff.js';

/** Where to look for what is staged. */
interface StagedPlace {
  readonly repository: Repository;
  /** Path for a temporary index. */
  readonly scratch: string;
}

/**
 * The ids of everything that the user's index holds and a commit does not. Nothing may be in conflict there.
 *
 * @param commit mostly HEAD.
 */
export async function stagedIds({ root }: Repository, commit: string): Promise<string[]> {
  const how = ['-z', '--raw', '--no-renames', '--no-abbrev'];
  // An entry that is only intended holds nothing.
  const args = ['diff-index', '--cached', '--ita-invisible-in-index', ...how, commit];
  const staged = parseChanges(await git(args, { cwd: root }));
  return staged.filter(({ kind }) => kind !== 'deleted').map(({ newId }) => newId);
}

/** The ids of what each of some trees holds and a commit does not. */
export async function idsIn(
  repository: Repository,
  commit: string,
  trees: readonly string[],
): Promise<Set<string>> {
  const changes = await Promise.all(trees.map((tree) => diffTrees(repository, commit, tree)));
  return new Set(changes.flat().map(({ newId }) => newId));
}

/** The user's index as a tree. It is a copy that is read: git would write to the index itself. */
export async function stagedTree({ repository, scratch }: StagedPlace): Promise<string> {
  const { root, gitDir } = repository;
  try {
    await copyFile(join(gitDir, 'index'), scratch);
    return await gitLine(['write-tree'], { cwd: root, env: { GIT_INDEX_FILE: scratch } });
  } finally {
    await rm(scratch, { force: true });
  }
}
