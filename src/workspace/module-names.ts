import { displayPath, type PathBytes, toPathBytes } from './path-bytes.js';
import { jsEndings } from './script-names.js';
import { standardModules } from './standard-modules.js';

/** Names by which something in a directory is loaded as a module of the evaluator, or in place of one. */
export interface ModuleNames {
  /** Below the repository's root and ending in '/'; '' for the root itself. */
  readonly directory: PathBytes;
  readonly language: 'python' | 'javascript';
  /** Without their endings, in bytes as paths are. */
  readonly names: readonly PathBytes[];
  /** Whether Python looks there for its standard library, too, and before it looks where that is. */
  readonly standard: boolean;
}

type Test = (below: PathBytes) => boolean;

// A file, a package, and a link to one: `lib.py`, `lib.cpython-311-x86_64-linux-gnu.so`, `lib/__init__.py`, `lib`.
const pythonModule = /^([^/.]+)(?:\/__init__)?(?:\.py|\.pyc|(?:\.[^/]+)?\.so)?$/;
// Python prefers it to the source it says to come from.
const bytecode = /^__pycache__(?:\/([^/.]+)\.[^/]*)?$/;

/** Compile names once; whether a path is one by which a module would be loaded is then cheap to say. */
export function compileModules(
  modules: readonly ModuleNames[],
  ignoresCase: boolean,
): (path: PathBytes) => boolean {
  const fold = (path: PathBytes) => (ignoresCase ? toPathBytes(displayPath(path).toLowerCase()) : path);
  const tests = new Map<PathBytes, Test[]>();
  for (const each of modules) {
    const names = new Set(each.names.map(fold));
    const test = each.language === 'python' ? pythonTest(names, each.standard) : javascriptTest(names);
    const directory = fold(each.directory);
    tests.set(directory, [...(tests.get(directory) ?? []), test]);
  }
  return (path) => {
    const folded = fold(path);
    return nearestTwo(folded).some((directory) =>
      (tests.get(directory) ?? []).some((test) => test(folded.slice(directory.length))),
    );
  };
}

function pythonTest(names: ReadonlySet<PathBytes>, standard: boolean): Test {
  return (below) => {
    const name = pythonModule.exec(below)?.[1];
    if (name !== undefined && (names.has(name) || (standard && standardModules.has(name)))) return true;
    const cached = bytecode.exec(below);
    return cached !== null && (cached[1] === undefined || names.has(cached[1]));
  };
}

function javascriptTest(names: ReadonlySet<PathBytes>): Test {
  return (below) =>
    names.has(below) ||
    jsEndings.some((ending) => below.endsWith(ending) && names.has(below.slice(0, -ending.length)));
}

/** The directories that a name can be relative to: the path's own and the one above, for what is in a package. */
function nearestTwo(path: PathBytes): PathBytes[] {
  const own = path.slice(0, path.lastIndexOf('/') + 1);
  return own === '' ? [own] : [own, own.slice(0, own.slice(0, -1).lastIndexOf('/') + 1)];
}

/** Whether a file is Python's bytecode, or is beside it: caches that come and go as modules are imported. */
export function isCached(path: PathBytes): boolean {
  return /(^|\/)__pycache__\/[^/]+$/.test(path);
}
