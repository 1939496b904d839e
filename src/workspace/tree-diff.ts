import type { Buffer } from 'node:buffer';
import { git, gitLine } from './git.js';
import { type PathBytes, splitNul } from './path-bytes.js';
import type { Repository } from './repository.js';

/** One path that differs between two trees. A rename is a deletion and an addition: it counts at both ends. */
export interface TreeChange {
  readonly path: PathBytes;
  readonly kind: 'added' | 'deleted' | 'modified';
  /** Octal file modes as git writes them; '000000' where the path does not exist. */
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldId: string;
  readonly newId: string;
}

/** Mode of an absent path. */
export const absentMode = '000000';

/** Mode of a submodule, or of any repository within the repository: of its commit alone. */
export const gitlinkMode = '160000';

// A tree never changes, so neither does the difference of two. One run asks for the same one several times, either way.
const known = new Map<string, TreeChange[]>();
const mostKnown = 16;

/** The differences that lead from one tree to another, by path. */
export async function diffTrees(repository: Repository, from: string, to: string): Promise<TreeChange[]> {
  if (from === to) return [];
  const backwards = known.get(`${to} ${from}`);
  if (backwards !== undefined) return backwards.map(invert);
  const key = `${from} ${to}`;
  const changes = known.get(key) ?? (await readDiff(repository, from, to));
  known.delete(key);
  known.set(key, changes);
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  return changes;
}

const opposite = { added: 'deleted', deleted: 'added', modified: 'modified' } as const;

function invert({ path, kind, oldMode, newMode, oldId, newId }: TreeChange): TreeChange {
  return { path, kind: opposite[kind], oldMode: newMode, newMode: oldMode, oldId: newId, newId: oldId };
}

async function readDiff(repository: Repository, from: string, to: string): Promise<TreeChange[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', from, to];
  return parseChanges(await git(args, { cwd: repository.root }));
}

/** What git prints with `-z --raw --no-renames --no-abbrev`. */
export function parseChanges(output: Buffer): TreeChange[] {
  const records = splitNul(output);
  const changes: TreeChange[] = [];
  for (let at = 0; at + 1 < records.length; at += 2) {
    changes.push(parseChange(records[at] ?? '', records[at + 1] ?? ''));
  }
  return changes;
}

function parseChange(header: string, path: PathBytes): TreeChange {
  const [oldMode = '', newMode = '', oldId = '', newId = ''] = header.slice(1).split(' ');
  return { path, kind: kindOf(oldMode, newMode), oldMode, newMode, oldId, newId };
}

function kindOf(oldMode: string, newMode: string): TreeChange['kind'] {
  if (oldMode === absentMode) return 'added';
  return newMode === absentMode ? 'deleted' : 'modified';
}

/** The tree of a commit, or of what a ref names. */
export function treeOf(repository: Repository, commit: string): Promise<string> {
  return gitLine(['rev-parse', '--verify', `${commit}^{tree}`], { cwd: repository.root });
}
