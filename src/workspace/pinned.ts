import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { type PathBytes, toPathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';

// A runner that is named reads its manifest for what to run.
const manifests: Readonly<Record<string, readonly string[]>> = {
  npm: ['package.json'],
  npx: ['package.json'],
  pnpm: ['package.json'],
  yarn: ['package.json'],
  bun: ['package.json'],
  deno: ['deno.json', 'deno.jsonc'],
  make: ['GNUmakefile', 'makefile', 'Makefile'],
  gmake: ['GNUmakefile', 'makefile', 'Makefile'],
  just: ['justfile', 'Justfile', '.justfile'],
  task: ['Taskfile.yml', 'Taskfile.yaml'],
  rake: ['Rakefile'],
  cargo: ['Cargo.toml'],
  mvn: ['pom.xml'],
  gradle: ['build.gradle', 'build.gradle.kts'],
  tox: ['tox.ini'],
  nox: ['noxfile.py'],
  cmake: ['CMakeLists.txt'],
};

// `node bench` runs bench.js.
const extensions = ['.js', '.mjs', '.cjs', '.ts'];

/**
 * The files that make up the evaluator: every existing file named by a word of a command, the manifest of a runner
 * that is named, and the settings file.
 *
 * @param commands shell lines.
 * @param settingsFile name of the settings file in the session's directory.
 * @returns paths relative to the repository's root.
 */
export async function findPinned(
  repository: Repository,
  commands: readonly string[],
  settingsFile: string,
): Promise<PathBytes[]> {
  const named = (await namedFiles(repository, commands)).map((path) => relative(repository.root, path));
  const files = named.filter((path) => !isOutside(path));
  // The settings are pinned even where there are none yet: they would be the next session's.
  return [...new Set([repository.prefix + settingsFile, ...files].map(toPathBytes))];
}

/**
 * The files beside the repository that the commands name, or that a link in it which they name leads to: they judge as
 * well, and no snapshot shows them.
 *
 * @returns absolute paths.
 */
export async function findOutside(repository: Repository, commands: readonly string[]): Promise<PathBytes[]> {
  const named = await namedFiles(repository, commands);
  const outside = named.filter((path) => isOutside(relative(repository.root, path)));
  return [...new Set(outside.map(toPathBytes))];
}

function isOutside(path: string): boolean {
  return path === '' || path === '..' || path.startsWith('../');
}

async function namedFiles(repository: Repository, commands: readonly string[]): Promise<string[]> {
  const words = commands.map(withoutVariables).flatMap(wordsOf);
  const session = join(repository.root, repository.prefix);
  const directories = await existing(session, words, 'directory');
  const names = [
    ...words,
    ...words.flatMap((word) => extensions.map((extension) => word + extension)),
    ...commands.flatMap(modulesOf),
    ...words.flatMap((word) => manifests[word] ?? []),
  ];
  const places = [session, ...directories];
  const found = await Promise.all(places.map((place) => existing(place, names, 'file')));
  // A link is as good as what it leads to.
  const targets = await Promise.all(found.flat().map((path) => realpath(path)));
  return [...found.flat(), ...targets];
}

/** The one variable that is known: where the command runs. */
function withoutVariables(command: string): string {
  return command.replace(/\$(PWD|\{PWD\})\//g, './');
}

/** Words of a shell line, as a shell would part them, quotes and operators away. Too many is better than too few. */
function wordsOf(command: string): string[] {
  const quoted = [...command.matchAll(/'([^']*)'|"([^"]*)"/g)].map(
    ([, single, double]) => single ?? double ?? '',
  );
  const escaped = [...command.matchAll(/(?:[^\s\\]|\\.)+/g)].map(([word]) => word.replace(/\\(.)/g, '$1'));
  const bare = command.split(/[\s'"`;&|()<>{}$,]+/);
  const parts = [...quoted, ...escaped, ...bare].flatMap((word) => [word, ...word.split('=').slice(1)]);
  return [...new Set(parts.filter((word) => word !== '' && word.length < 4096))];
}

/** `python -m package.module` names files by dots. */
function modulesOf(command: string): string[] {
  const modules = command.matchAll(/\s-m\s*['"]?([\p{L}_][\p{L}\p{N}_.]*)/gu);
  return [...modules].flatMap(([, name = '']) => {
    const path = name.replaceAll('.', '/');
    return [`${path}.py`, `${path}/__main__.py`];
  });
}

async function existing(
  place: string,
  names: readonly string[],
  kind: 'file' | 'directory',
): Promise<string[]> {
  const paths = names.map((name) => (isAbsolute(name) ? name : join(place, name)));
  const isThere = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        (found) => (kind === 'file' ? found.isFile() : found.isDirectory()),
        () => false,
      ),
    ),
  );
  return paths.filter((_, at) => isThere[at]);
}
