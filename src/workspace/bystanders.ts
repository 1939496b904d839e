import { rm } from 'node:fs/promises';
import { existing } from './exists.js';
import { git, gitLine } from './git.js';
import { joinNul, type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';
import { type PrivateIndex, privateCall } from './snapshot.js';
import { absentMode } from './tree-diff.js';

/** A path that differed from HEAD when the session began. It is measured, never committed, never changed. */
export interface Bystander {
  readonly path: PathBytes;
  /** What HEAD has there; absent for a path that HEAD does not know. */
  readonly head?: { readonly mode: string; readonly id: string };
  /** What is staged there, where that differs from HEAD. An id of 40 zeros stages a removal. */
  readonly staged?: { readonly mode: string; readonly id: string };
  /** Marked with `git add --intent-to-add`. */
  readonly intentToAdd?: boolean;
}

/** What `git status` found at init. */
export interface WorktreeState {
  /** Tracked paths with uncommitted changes, staged or not. */
  readonly dirty: readonly Bystander[];
  readonly untracked: readonly Bystander[];
  /** Ignored paths, whole directories collapsed ('data/'). A candidate must not start to track them. */
  readonly ignored: readonly PathBytes[];
  /** Paths in conflict: nothing can be measured before these are resolved. */
  readonly unmerged: readonly PathBytes[];
  /** Untracked directories that are repositories of their own ('vendored/'). Left alone like ignored ones. */
  readonly nested: readonly PathBytes[];
}

/**
 * Everything in the working tree that HEAD does not have as it is.
 *
 * @param index a fresh copy of the user's, without the marks that would hide a change.
 */
export async function readWorktreeState(repository: Repository, index: PrivateIndex): Promise<WorktreeState> {
  const args = [
    'status',
    '--porcelain=v2',
    '-z',
    '--untracked-files=all',
    '--ignored=matching',
    '--no-renames',
  ];
  const output = await git(
    ['-c', `core.excludesFile=${index.excludesPath}`, ...args, '--ignore-submodules=dirty'],
    privateCall(repository, index),
  );
  const records = splitNul(output);
  const startingWith = (mark: string) => records.filter((record) => record.startsWith(`${mark} `));
  const dirty = startingWith('1').map(parseTracked);
  // A file whose removal is staged but that is still there (`git rm --cached`) is listed both ways: it is one HEAD knows.
  const known = new Set(dirty.map((each) => each.path));
  const untracked = startingWith('?')
    .map((record) => record.slice(2))
    .filter((path) => !known.has(path));
  return {
    dirty,
    untracked: untracked.filter((path) => !path.endsWith('/')).map((path) => ({ path })),
    nested: untracked.filter((path) => path.endsWith('/')),
    ignored: startingWith('!').map((record) => record.slice(2)),
    unmerged: startingWith('u').map((record) => record.split(' ').slice(10).join(' ')),
  };
}

// `1 <XY> <sub> <mH> <mI> <mW> <hH> <hI> <path>`, see git-status(1), "Porcelain Format Version 2".
function parseTracked(record: string): Bystander {
  const [, xy = '', , headMode = '', indexMode = '', , headId = '', indexId = '', ...rest] =
    record.split(' ');
  const path = rest.join(' ');
  const inHead = headMode !== absentMode;
  const intentToAdd = !inHead && indexMode === absentMode && xy === '.A';
  const isStaged = !xy.startsWith('.');
  return {
    path,
    ...(inHead ? { head: { mode: headMode, id: headId } } : {}),
    ...(isStaged ? { staged: { mode: indexMode, id: indexId } } : {}),
    ...(intentToAdd ? { intentToAdd } : {}),
  };
}

/** The bystanders that are in the working directory at present. */
export async function presentBystanders(
  repository: Repository,
  bystanders: readonly Bystander[],
): Promise<Bystander[]> {
  const paths = bystanders.map((each) => each.path);
  const there = new Set(await existing(repository.root, paths));
  return bystanders.filter((each) => there.has(each.path));
}

/**
 * A measured tree less the bystanders' state: each bystander as HEAD had it when the session began.
 *
 * @param scratch path for a temporary index.
 * @returns id of the tree to commit.
 */
export async function withoutBystanders(
  repository: Repository,
  tree: string,
  bystanders: readonly Bystander[],
  scratch: string,
): Promise<string> {
  if (bystanders.length === 0) return tree;
  return await overlay(
    repository,
    tree,
    // Any id of the repository's length will do for what is to be absent.
    bystanders.map((each) => indexRecord(each.path, each.head ?? { mode: absentMode, id: tree })),
    scratch,
  );
}

/** One record for `git update-index --index-info`; with the mode of what is absent, the path is removed. */
export function indexRecord(
  path: PathBytes,
  { mode, id }: { readonly mode: string; readonly id: string },
): string {
  return mode === absentMode ? `0 ${'0'.repeat(id.length)}\t${path}` : `${mode} ${id}\t${path}`;
}

/** A tree with some of its paths replaced, by way of a temporary index. */
export async function overlay(
  repository: Repository,
  tree: string,
  records: readonly string[],
  scratch: string,
): Promise<string> {
  const call = privateCall(repository, { path: scratch, excludesPath: '' });
  try {
    await git(['read-tree', tree], call);
    await git(['update-index', '-z', '--index-info'], { ...call, input: joinNul(records) });
    return await gitLine(['write-tree'], call);
  } finally {
    await rm(scratch, { force: true });
  }
}
