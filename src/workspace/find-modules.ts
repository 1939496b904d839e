import { readFile } from 'node:fs/promises';
import { directoriesIn } from './command-words.js';
import { exists } from './exists.js';
import { importsOf, isPython } from './imported-names.js';
import type { ModuleNames } from './module-names.js';
import { filePath, type PathBytes, toPathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';
import { isJavascript } from './script-names.js';

/** How the evaluator's files come to load each other. Paths are relative to the repository's root. */
export interface Modules {
  readonly names: readonly ModuleNames[];
  /** What says how JavaScript is loaded: a file that is there. */
  readonly existing: readonly PathBytes[];
  /** The same, where there is none yet. */
  readonly reserved: readonly PathBytes[];
}

interface Source {
  readonly path: PathBytes;
  readonly code: string;
}

/**
 * The names by which other files would be loaded for, or instead of, the evaluator's own.
 *
 * @param commands shell lines.
 * @param judges files that nobody may change.
 * @param files of the whole tree.
 */
export async function findModules(
  repository: Repository,
  commands: readonly string[],
  judges: readonly PathBytes[],
  files: readonly PathBytes[],
): Promise<Modules> {
  const session = toPathBytes(repository.prefix);
  const sources = await Promise.all(judges.map((path) => read(repository.root, path)));
  const python = sources.filter(({ path, code }) => isPython(path, code));
  const scripts = judges.filter(isJavascript);
  const deciding = unique(scripts.flatMap((path) => upTo(session, directoryOf(path))));
  const manifests = await parted(repository, deciding, 'package.json');
  const dependencies = await parted(repository, deciding, 'node_modules');
  return {
    names: merged([
      ...python.flatMap(({ path }) => namesOf(path, 'python', session)),
      ...searched(session, commands, python, judges, files),
      ...scripts.flatMap((path) => namesOf(path, 'javascript', session)),
    ]),
    existing: manifests.there,
    reserved: [...manifests.free, ...dependencies.free],
  };
}

async function read(root: string, path: PathBytes): Promise<Source> {
  return { path, code: await readFile(filePath(root, path), 'utf8').catch(() => '') };
}

/** A file's own name, and those of the packages that it is in: JavaScript knows these by an index file alone. */
function namesOf(path: PathBytes, language: ModuleNames['language'], session: PathBytes): ModuleNames[] {
  const directory = directoryOf(path);
  const name = path.slice(directory.length).replace(/\.[^.]*$/, '');
  const around = language === 'python' || name === 'index' ? upTo(session, directory).slice(0, -1) : [];
  const packages = language === 'python' ? around : around.slice(0, 1);
  return [
    { directory, language, names: [name], standard: false },
    ...packages.map((each) => {
      const parent = directoryOf(each.slice(0, -1));
      return { directory: parent, language, names: [each.slice(parent.length, -1)], standard: false };
    }),
  ];
}

/** Where Python looks for what its scripts import, and for the standard library, before it looks elsewhere. */
function searched(
  session: PathBytes,
  commands: readonly string[],
  python: readonly Source[],
  judges: readonly PathBytes[],
  files: readonly PathBytes[],
): ModuleNames[] {
  if (python.length === 0 && !commands.some((each) => /\b(?:python|pypy|pytest)/.test(each))) return [];
  const packages = new Set(
    files.filter((path) => path.endsWith('/__init__.py')).map((path) => directoryOf(path)),
  );
  const beside = python.map(({ path }) => directoryOf(path)).filter((each) => !packages.has(each));
  const places = unique([
    session,
    ...beside,
    ...commands.flatMap(directoriesIn).map((path) => `${session}${toPathBytes(path)}/`),
  ]);
  const imported = unique(python.flatMap(({ code }) => importsOf(code).map(toPathBytes)));
  const isJudge = new Set(judges);
  // What the candidates' own code provides is theirs to provide in another way.
  const takenBy = (name: PathBytes) =>
    files.filter((path) =>
      places.some(
        (place) => path.startsWith(place + name) && /^[/.]/.test(path.slice((place + name).length)),
      ),
    );
  const names = imported.filter((name) => {
    const taken = takenBy(name);
    return taken.length === 0 || taken.some((path) => isJudge.has(path));
  });
  return places.map((directory) => ({ directory, language: 'python', names, standard: true }));
}

/** The directories from one up to the session's, both included. */
function upTo(session: PathBytes, directory: PathBytes): PathBytes[] {
  if (!directory.startsWith(session)) return [];
  return directory === session
    ? [directory]
    : [directory, ...upTo(session, directoryOf(directory.slice(0, -1)))];
}

async function parted({ root }: Repository, directories: readonly PathBytes[], name: string) {
  const paths = directories.map((directory) => directory + name);
  const isThere = await Promise.all(paths.map((path) => exists(filePath(root, path))));
  return { there: paths.filter((_, at) => isThere[at]), free: paths.filter((_, at) => !isThere[at]) };
}

function merged(all: readonly ModuleNames[]): ModuleNames[] {
  const byPlace = new Map<string, ModuleNames>();
  for (const each of all) {
    const key = `${each.language} ${each.directory}`;
    const before = byPlace.get(key);
    const names = unique([...(before?.names ?? []), ...each.names]);
    byPlace.set(key, { ...each, names, standard: each.standard || before?.standard === true });
  }
  return [...byPlace.values()];
}

function directoryOf(path: PathBytes): PathBytes {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
