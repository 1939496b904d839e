import { gitLine } from './git.js';
import type { Repository } from './repository.js';

/** A commit, with what stands in its message. */
export interface StoredCommit {
  readonly commit: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly message: string;
}

/** A candidate as its ref tells of it. Its first parent is the incumbent's commit. */
export interface StoredCandidate extends StoredCommit {
  readonly number: number;
}

/** The candidates of a session that refs still hold, the baseline among them, by number. */
export async function candidatesOf(repository: Repository, session: string): Promise<StoredCandidate[]> {
  const below = `refs/autoresearch/${session}/`;
  const fields = ['refname', 'objectname', 'tree', 'parent', 'committerdate:unix', 'contents'];
  const format = fields.map((field) => `%(${field})%00`).join('');
  const output = await gitLine(['for-each-ref', `--format=${format}`, below], { cwd: repository.root });
  return recordsOf(output, fields.length)
    .map(([ref = '', ...rest]) => ({ name: ref.slice(below.length), ...toCommit(rest) }))
    .filter(({ name }) => /^\d{1,9}$/.test(name))
    .map(({ name, ...commit }) => ({ number: Number(name), ...commit }))
    .sort((a, b) => a.number - b.number);
}

/** Commits that some tips lead to, newest first. */
export async function commitsBehind(
  repository: Repository,
  tips: readonly string[],
  except: readonly string[],
): Promise<StoredCommit[]> {
  if (tips.length === 0) return [];
  const args = ['log', '--format=%H%x00%T%x00%P%x00%ct%x00%B%x00', '--stdin'];
  const input = [...tips, ...except.map((commit) => `^${commit}`), ''].join('\n');
  const output = await gitLine(args, { cwd: repository.root, input });
  return recordsOf(output, 5).map(toCommit);
}

function recordsOf(output: string, fields: number): string[][] {
  const all = output.split('\0');
  const records: string[][] = [];
  for (let at = 0; at + fields < all.length; at += fields) {
    const [first = '', ...rest] = all.slice(at, at + fields);
    records.push([first.trimStart(), ...rest]);
  }
  return records;
}

function toCommit([commit = '', tree = '', parents = '', at = '', message = '']: string[]): StoredCommit {
  const known = parents.split(' ').filter((parent) => parent !== '');
  return { commit, tree, parents: known, at: Number(at) * 1000, message };
}
