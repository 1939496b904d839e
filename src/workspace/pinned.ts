import { entriesOf, modulesOf, wordsOf } from './command-words.js';
import { type Followed, followLinks } from './follow-links.js';
import { type PathBytes, toPathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';
import { filesOfRunner } from './runner-files.js';
import { alternativesTo, namesForModule } from './script-names.js';

/** What makes up the evaluator. Paths are relative to the repository's root. */
export interface Pinned {
  /** Files that are there, and every link on the way to them. */
  readonly existing: readonly PathBytes[];
  /** Names that are free: what came to stand there would be read instead of, or besides, the files that are there. */
  readonly reserved: readonly PathBytes[];
  /** Directories that the commands name. What is in them is not pinned. */
  readonly directories: readonly PathBytes[];
  /** Files beside the repository that the commands name, or that a link in it which they name leads to; absolute. */
  readonly outside: readonly PathBytes[];
}

/**
 * The evaluator's own files: every file that a word of a command names, what a runner that is named reads to learn
 * what to run, and the settings file.
 *
 * @param commands shell lines.
 * @param settingsFile name of the settings file in the session's directory.
 */
export async function findPinned(
  repository: Repository,
  commands: readonly string[],
  settingsFile: string,
): Promise<Pinned> {
  const root = toPathBytes(repository.root);
  const session = toPathBytes(`${repository.root}/${repository.prefix}`).replace(/\/+$/, '');
  const isInside = (path: PathBytes) => path === root || path.startsWith(`${root}/`);
  const words = unique(commands.flatMap(wordsOf));

  // `cd sub && make -C deeper`: directories are named from the session's, and from each other.
  const anywhere = directoriesOf(await look([session], words));
  const directories = anywhere.filter(isInside);
  const deeper = directoriesOf(await look(directories, words)).filter(isInside);
  const places = unique([session, ...directories, ...deeper]);

  const named = (await look(places, words)).filter((each) => each.kind !== 'nothing');
  const modules = await look(places, commands.flatMap(modulesOf).flatMap(namesForModule));
  const alternatives = await alternativesTo(places, words, new Set(commands.flatMap(entriesOf)));
  const beside = await look(
    anywhere.filter((path) => !isInside(path)),
    words,
  );
  const judges = [...named, ...modules, ...alternatives];
  const files = filesOf(judges).filter(isInside);

  const searched = unique([
    ...places,
    ...[...places, ...files].flatMap((path) => parentsUpTo(session, path)),
  ]);
  const runners = await look(searched, words.flatMap(filesOfRunner));
  const settings = await look([session], [settingsFile]);

  const all = [...settings, ...judges, ...runners];
  const free = all.filter((each) => each.kind === 'nothing');
  const below = (paths: readonly PathBytes[], top: PathBytes) =>
    unique(paths.filter((path) => path.startsWith(`${top}/`)).map((path) => path.slice(root.length + 1)));
  return {
    existing: below([...all.flatMap((each) => each.links), ...filesOf(all)], root),
    reserved: below(
      free.map((each) => each.path),
      session,
    ),
    directories: below([...directories, ...deeper], root),
    outside: unique([...filesOf(judges), ...filesOf(beside)].filter((path) => !isInside(path))),
  };
}

function look(places: readonly PathBytes[], names: readonly string[]): Promise<Followed[]> {
  const ways = places.flatMap((place) => unique(names).map((name) => followLinks(place, toPathBytes(name))));
  return Promise.all(ways);
}

/** The directories above a path in which a runner that is given it looks for its own files. */
function parentsUpTo(session: PathBytes, path: PathBytes): PathBytes[] {
  const parent = parentOf(path);
  return parent.startsWith(`${session}/`) ? [parent, ...parentsUpTo(session, parent)] : [];
}

function parentOf(path: PathBytes): PathBytes {
  return path.slice(0, path.lastIndexOf('/'));
}

function filesOf(found: readonly Followed[]): PathBytes[] {
  return found.filter((each) => each.kind === 'file').map((each) => each.path);
}

function directoriesOf(found: readonly Followed[]): PathBytes[] {
  return unique(found.filter((each) => each.kind === 'directory').map((each) => each.path));
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
