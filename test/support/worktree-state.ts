import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { at, gitBytes, gitLine, gitList } from './git-bytes.js';

/** What is at each path: kind, mode and content. Directories show by what is in them; empty ones end in '/'. */
export type Files = ReadonlyMap<string, string>;

/** Everything that a discard must give back. */
export interface WorktreeState {
  readonly files: Files;
  /** `git ls-files -s -v`: flag, mode, object, stage and path of every entry. */
  readonly index: readonly string[];
  /** Paths marked with `git add --intent-to-add`. */
  readonly intended: readonly string[];
  /** `git status --porcelain=v2 --ignored`, without ignored files: those are in `files`. */
  readonly status: readonly string[];
  readonly head: string;
  readonly branch: string;
  /** Branches and tags. */
  readonly refs: readonly string[];
}

export function readWorktree(root: string): WorktreeState {
  return {
    files: readFiles(root),
    index: readIndex(root),
    intended: gitList(root, ['diff-files', '--name-only', '--diff-filter=A', '-z']),
    status: readStatus(root),
    head: gitLine(root, 'rev-parse', 'HEAD'),
    branch: gitLine(root, 'symbolic-ref', 'HEAD'),
    refs: gitLine(root, 'for-each-ref', 'refs/heads', 'refs/tags').split('\n'),
  };
}

/** Flag, mode, object, stage and path of every entry of the user's index. */
function readIndex(root: string): string[] {
  return gitList(root, ['ls-files', '-s', '-v', '-z']);
}

function readStatus(root: string): string[] {
  const records = gitList(root, ['status', '--porcelain=v2', '--ignored', '--untracked-files=all', '-z']);
  return records.filter((record) => !record.startsWith('! '));
}

/** Everything in a working directory but git's own data. */
export function readFiles(root: string): Files {
  const files = new Map<string, string>();
  visit(root, '', files);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function visit(root: string, directory: string, files: Map<string, string>): void {
  const names = readdirSync(at(root, directory), { encoding: 'buffer' });
  if (names.length === 0) files.set(directory, 'empty');
  for (const name of names) {
    const path = directory + name.toString('latin1');
    if (path === '.git') continue;
    const absolute = at(root, path);
    const found = lstatSync(absolute);
    if (found.isDirectory()) visit(root, `${path}/`, files);
    else if (found.isSymbolicLink())
      files.set(path, `link ${readlinkSync(absolute, { encoding: 'buffer' }).toString('latin1')}`);
    else files.set(path, `${(found.mode & 0o777).toString(8)} ${digest(readFileSync(absolute))}`);
  }
}

/** Bytes and time of the user's index, and all refs: what not even a refusal may touch. */
export function readGitData(root: string): string {
  const index = join(gitLine(root, 'rev-parse', '--absolute-git-dir'), 'index');
  const refs = gitLine(root, 'for-each-ref');
  return [statSync(index).mtimeMs, digest(readFileSync(index)), refs].join('\n');
}

function digest(content: Buffer): string {
  return createHash('sha1').update(content).digest('hex').slice(0, 12);
}

/** Entries of a tree by path: `<mode> <type> <object>`. */
export function readTree(root: string, tree: string): Map<string, string> {
  const records = gitList(root, ['ls-tree', '-r', '-z', tree]);
  return new Map(
    records.map((record) => [record.slice(record.indexOf('\t') + 1), record.split('\t')[0] ?? '']),
  );
}

/**
 * What `git add -A` would make of the working directory: worked out in an empty index, without anything that the
 * server remembers.
 *
 * @param tracked paths that are tracked already, so that no rule ignores them.
 * @param excludes the session's own ignore rules.
 */
export function treeOfWorktree(root: string, tracked: Iterable<string>, excludes: string): string {
  const indexPath = join(gitLine(root, 'rev-parse', '--absolute-git-dir'), 'oracle-index');
  const options = { env: { GIT_INDEX_FILE: indexPath } };
  gitBytes(root, ['read-tree', '--empty'], options);
  gitBytes(root, ['-c', `core.excludesFile=${excludes}`, 'add', '-A', '--', '.'], options);
  const present = [...tracked].filter((path) => isFileOrLink(root, path));
  const input = present.map((path) => `${path}\0`).join('');
  const force = ['--literal-pathspecs', 'add', '-f', '--pathspec-from-file=-', '--pathspec-file-nul'];
  if (present.length > 0) gitBytes(root, force, { ...options, input });
  return gitBytes(root, ['write-tree'], options).trim();
}

/** Those of some paths that the rules ignore which are in the working directory now. */
export function ignoredOf(root: string, paths: Iterable<string>, excludes: string): Set<string> {
  const input = [...paths].filter((path) => !isBehindLink(root, path)).map((path) => `./${path}\0`);
  const args = ['-c', `core.excludesFile=${excludes}`, 'check-ignore', '--no-index', '-z', '--stdin'];
  // Exit code 1: none of them is ignored.
  const ignored = gitList(root, args, { input: input.join(''), okCodes: [0, 1] });
  return new Set(ignored.map((path) => path.slice(2)));
}

/** Whether a file or a link is at a path itself, not counting what is seen through a link on the way. */
function isFileOrLink(root: string, path: string): boolean {
  const found = isBehindLink(root, path) ? undefined : lookAt(root, path);
  return found !== undefined && !found.isDirectory();
}

function isBehindLink(root: string, path: string): boolean {
  const parents = path.split('/').slice(0, -1);
  return parents.some((_, depth) => {
    const found = lookAt(root, parents.slice(0, depth + 1).join('/'));
    return found !== undefined && !found.isDirectory();
  });
}

function lookAt(root: string, path: string) {
  try {
    return lstatSync(at(root, path));
  } catch {
    return undefined;
  }
}

/** Names as text, sorted: bytes that are not UTF-8 are replaced. */
export function asText(paths: Iterable<string>): string[] {
  return [...paths].map((path) => Buffer.from(path, 'latin1').toString('utf8')).sort();
}

/** The same as the server's replies show them: whatever is invisible, such as a line break, spelt out. */
export function shown(paths: Iterable<string>): string[] {
  const spell = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;
  return asText(paths).map((name) => name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, spell));
}

/** Paths at which two trees differ. */
export function differences(root: string, from: string, to: string): string[] {
  const [before, after] = [readTree(root, from), readTree(root, to)];
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((path) => before.get(path) !== after.get(path));
}
