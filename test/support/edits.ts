import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { at, gitBytes } from './git-bytes.js';

/** One thing that an agent does to a repository. Paths are bytes, relative to the session's directory. */
export type Edit =
  | { readonly do: 'write'; readonly path: string; readonly content: string }
  | { readonly do: 'flip a byte'; readonly path: string }
  | { readonly do: 'remove'; readonly path: string }
  | { readonly do: 'move'; readonly path: string; readonly to: string }
  | { readonly do: 'copy'; readonly path: string; readonly to: string }
  | { readonly do: 'mode'; readonly path: string; readonly mode: number }
  | { readonly do: 'link'; readonly path: string; readonly target: string }
  | { readonly do: 'directory'; readonly path: string }
  | { readonly do: 'git with path'; readonly args: readonly string[]; readonly path: string }
  | { readonly do: 'mark'; readonly flag: string; readonly path: string }
  | { readonly do: 'git'; readonly args: readonly string[] };

/**
 * Do it. What cannot be done in the present state (a move of nothing, a commit of nothing) is left out, as a shell
 * would go on after a failing command.
 */
export function applyEdits(root: string, prefix: string, edits: readonly Edit[]): void {
  for (const edit of edits) {
    try {
      applyEdit(root, prefix, edit);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
}

function applyEdit(root: string, prefix: string, edit: Edit): void {
  if (edit.do === 'git') gitBytes(root, edit.args);
  else if (edit.do === 'git with path' || edit.do === 'mark') applyToIndex(root, prefix + edit.path, edit);
  else applyToFile(root, prefix, edit);
}

type IndexEdit = Extract<Edit, { do: 'git with path' | 'mark' }>;

function applyToIndex(root: string, path: string, edit: IndexEdit): void {
  const args =
    edit.do === 'mark'
      ? ['update-index', edit.flag, '-z', '--stdin']
      : ['--literal-pathspecs', ...edit.args, '--pathspec-from-file=-', '--pathspec-file-nul'];
  gitBytes(root, args, { input: `${path}\0` });
}

function applyToFile(root: string, prefix: string, edit: Exclude<Edit, IndexEdit | { do: 'git' }>): void {
  const path = prefix + edit.path;
  const absolute = at(root, path);
  switch (edit.do) {
    case 'write':
      makeRoom(root, path);
      writeFileSync(absolute, Buffer.from(edit.content, 'latin1'));
      break;
    case 'flip a byte':
      flip(absolute);
      break;
    case 'remove':
      rmSync(absolute, { recursive: true });
      break;
    case 'move':
      lstatSync(absolute);
      makeRoom(root, prefix + edit.to);
      renameSync(absolute, at(root, prefix + edit.to));
      break;
    case 'copy': {
      const content = readFileSync(absolute);
      makeRoom(root, prefix + edit.to);
      writeFileSync(at(root, prefix + edit.to), content);
      break;
    }
    case 'mode':
      if (lstatSync(absolute).isFile()) chmodSync(absolute, edit.mode);
      break;
    case 'link':
      makeRoom(root, path);
      symlinkSync(Buffer.from(edit.target, 'latin1'), absolute);
      break;
    case 'directory':
      makeRoom(root, path);
      mkdirSync(absolute);
      break;
  }
}

/** Make a path free: whatever is there goes, and files on the way become directories. */
function makeRoom(root: string, path: string): void {
  const parts = path.split('/');
  for (let depth = 1; depth < parts.length; depth++) {
    const parent = at(root, parts.slice(0, depth).join('/'));
    if (!isDirectory(parent)) {
      rmSync(parent, { force: true });
      mkdirSync(parent);
    }
  }
  rmSync(at(root, path), { recursive: true, force: true });
}

function isDirectory(path: Buffer): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

function flip(absolute: Buffer): void {
  if (!lstatSync(absolute).isFile()) return;
  const content = readFileSync(absolute);
  if (content.length > 0) content[0] = ((content[0] ?? 0) + 1) % 256;
  writeFileSync(absolute, content);
}
