import { type Followed, followLinks } from './follow-links.js';
import { type PathBytes, toPathBytes } from './path-bytes.js';

/** What a JavaScript runner may add to a name: `node bench` runs bench.js. */
export const jsEndings = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.jsx', '.tsx', '.json', '.node'];
const directoryFiles = ['/package.json', ...jsEndings.map((ending) => `/index${ending}`)];

/** Whether a file is a script by its name, and no mere data. */
export function isJavascript(path: PathBytes): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx|node)$/.test(path);
}

/**
 * Everything that a word without an extension could be taken for, where it names a script in this way: what is there,
 * and what would be preferred to it if it came to be there.
 *
 * @param entries words that a JavaScript runner is given: of these, a directory's index file is a script too.
 */
export async function alternativesTo(
  places: readonly PathBytes[],
  words: readonly string[],
  entries: ReadonlySet<string>,
): Promise<Followed[]> {
  const ways = places.flatMap((place) =>
    words.map((word) => alternatives(place, word.replace(/\/$/, ''), entries.has(word))),
  );
  return (await Promise.all(ways)).flat();
}

async function alternatives(place: PathBytes, word: string, isEntry: boolean): Promise<Followed[]> {
  const follow = (ending: string) => followLinks(place, toPathBytes(word + ending));
  const plain = await follow('');
  if (plain.kind === 'file') return [];
  const besides = await Promise.all(jsEndings.map(follow));
  const isScript = besides.some((each) => each.kind === 'file');
  const isIndexed = isEntry && plain.kind === 'directory';
  if (!isScript && !isIndexed) return [];
  const within = plain.kind === 'directory' ? await Promise.all(directoryFiles.map(follow)) : [];
  // A script wins over the directory beside it, whose files are then none of the evaluator's.
  const wanted = isScript ? within.filter((each) => each.kind === 'nothing') : within;
  return [plain, ...besides, ...wanted];
}

/**
 * The files that Python may take for a module that is run with `-m`, and for the packages around it.
 *
 * @param module dots as slashes.
 */
export function namesForModule(module: string): string[] {
  const parts = module.split('/');
  const packages = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('/'));
  return [
    ...['.py', '.pyc', '.so', '.abi3.so', '/__init__.py', '/__main__.py'].map((ending) => module + ending),
    ...packages.flatMap((name) => [`${name}/__init__.py`, `${name}.py`]),
  ];
}
