import { chmodSync } from 'node:fs';
import { filePath, type PathBytes, parentsOf } from './path-bytes.js';
import { statOf } from './stat-of.js';

type Kind = 'file' | 'program' | 'directory';

/**
 * Permission bits of files and directories, of which git knows only whether a file may be executed, and with
 * `core.filemode` off not even that: programs are then files like any other.
 */
export interface Permissions {
  /** What most of a kind have: it follows from the user's umask. */
  readonly usual: Usual;
  /** What others have. */
  readonly odd: readonly (readonly [path: PathBytes, mode: number])[];
}

interface Usual {
  readonly file: number;
  /** Absent where git does not look at the executable bit. */
  readonly program?: number;
  readonly directory: number;
}

interface Found {
  readonly path: PathBytes;
  readonly kind: Kind;
  readonly mode: number;
}

const fallback = { file: 0o644, program: 0o755, directory: 0o755 } as const;

/**
 * Permissions of some files and of the directories that they are in. Links have none.
 *
 * @param seesModes whether git looks at the executable bit.
 */
export function readPermissions(root: string, files: readonly PathBytes[], seesModes = true): Permissions {
  const found = look(root, files);
  const usual = {
    file: mostCommon(found, seesModes ? ['file'] : ['file', 'program']),
    ...(seesModes ? { program: mostCommon(found, ['program']) } : {}),
    directory: mostCommon(found, ['directory']),
  };
  return { usual, odd: oddOf(found, usual) };
}

/** The same with some files, and the directories that they are in, as they are by now. */
export function updatePermissions(
  root: string,
  before: Permissions,
  files: readonly PathBytes[],
): Permissions {
  const touched = new Set([...files, ...files.flatMap(parentsOf)]);
  const untouched = before.odd.filter(([path]) => !touched.has(path));
  const odd = [...untouched, ...oddOf(look(root, files), before.usual)];
  return { ...before, odd: odd.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** Give some files, and the directories that they are in, their permissions back. */
export function applyPermissions(root: string, wanted: Permissions, files: readonly PathBytes[]): void {
  const odd = new Map(wanted.odd);
  // The deepest first: a closed directory above would not let anybody through.
  const found = look(root, files).reverse();
  for (const { path, kind, mode } of found) {
    const right = odd.get(path) ?? usualOf(wanted.usual, kind);
    if (mode !== right) chmodSync(filePath(root, path), right);
  }
}

/** Parents come before what is in them. Nothing is looked at through a link. */
function look(root: string, files: readonly PathBytes[]): Found[] {
  const all = [...new Set([...files.flatMap(parentsOf), ...files])].sort();
  const directories = new Set(['']);
  return all.flatMap((path) => {
    const stat = statOf(filePath(root, path));
    if (stat === undefined || !(stat.isFile() || stat.isDirectory())) return [];
    if (!directories.has(parentOf(path))) return [];
    if (stat.isDirectory()) directories.add(path);
    const mode = Number(stat.mode) & 0o7777;
    const kind = stat.isDirectory() ? 'directory' : (mode & 0o100) === 0 ? 'file' : 'program';
    return [{ path, kind, mode }];
  });
}

function parentOf(path: PathBytes): PathBytes {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function oddOf(found: readonly Found[], usual: Usual): [PathBytes, number][] {
  return found.flatMap(({ path, kind, mode }) => (mode === usualOf(usual, kind) ? [] : [[path, mode]]));
}

function usualOf(usual: Usual, kind: Kind): number {
  return usual[kind] ?? usual.file;
}

function mostCommon(found: readonly Found[], kinds: readonly [Kind, ...Kind[]]): number {
  const counts = new Map<number, number>();
  for (const { kind, mode } of found) if (kinds.includes(kind)) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  const [[mode] = [fallback[kinds[0]]]] = [...counts].sort(([, a], [, b]) => b - a);
  return mode;
}
