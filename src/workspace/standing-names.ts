import { lstat, readdir } from 'node:fs/promises';
import picomatch from 'picomatch';
import { compileModules, type ModuleNames } from './module-names.js';
import { filePath, type PathBytes, toPathBytes } from './path-bytes.js';

/** Where files can come to stand that a rule makes the evaluator's. Paths are relative to the repository's root. */
export interface JudgingPlaces {
  /** The session's directory: '' or 'path/to/it/'. */
  readonly prefix: string;
  /** Relative to the session's directory. */
  readonly globs: readonly string[];
  readonly modules: readonly ModuleNames[];
  /** Not looked into. */
  readonly skipped: readonly PathBytes[];
}

/**
 * What stands in those places, git's own files and those of no rule among it: whether git ignores a file is no matter.
 * Only links are not followed.
 *
 * @param root what stands for the repository's root.
 */
export async function standingNames(
  root: string,
  { prefix, globs, modules, skipped }: JudgingPlaces,
): Promise<PathBytes[]> {
  const isSkipped = new Set(skipped.map((path) => path.replace(/\/$/, '')));
  const mayEnter = (path: PathBytes) => !isSkipped.has(path) && !/(^|\/)\.git$/.test(path);
  const isModule = compileModules(modules, false);
  const below = await Promise.all([
    ...[...new Set(globs.map(baseOf))].map((base) => filesAt(root, toPathBytes(prefix + base), mayEnter)),
    // Deep enough for a package and a cache.
    ...[...new Set(modules.map(({ directory }) => directory))].map((directory) =>
      filesAt(root, directory, (path) => mayEnter(path) && isModule(path)),
    ),
  ]);
  return [...new Set(below.flat())];
}

/** The path before the first wildcard. */
function baseOf(glob: string): string {
  const plain = glob.replace(/^\.\//, '');
  const { base, isGlob } = picomatch.scan(plain);
  return isGlob ? base.replace(/\\(.)/gs, '$1') : plain;
}

async function filesAt(
  root: string,
  place: PathBytes,
  mayEnter: (path: PathBytes) => boolean,
): Promise<PathBytes[]> {
  const top = place.replace(/\/$/, '');
  const found = await lstat(filePath(root, top)).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [top];
  const files: PathBytes[] = [];
  const pending = [top];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const options = { encoding: 'latin1', withFileTypes: true } as const;
    for (const entry of await readdir(filePath(root, directory), options).catch(() => [])) {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      if (!entry.isDirectory()) files.push(path);
      else if (mayEnter(path)) pending.push(path);
    }
  }
  return files;
}
