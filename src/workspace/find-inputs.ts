import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import picomatch from 'picomatch';
import { displayPath, type PathBytes, toPathBytes } from './path-bytes.js';

/** The files that one entry of `pinned_inputs` stands for. */
export interface Inputs {
  readonly entry: string;
  /** Absolute paths, in order. */
  readonly files: readonly PathBytes[];
}

/**
 * The files that some paths and globs stand for at present: a file itself, all files below a directory, all files that a
 * glob matches, but for git's own. A link to a file is a file; a link to a directory is looked into only where an entry
 * names it.
 *
 * @param directory what entries that are not absolute are relative to.
 */
export function findInputs(directory: string, entries: readonly string[]): Promise<Inputs[]> {
  return Promise.all(
    entries.map(async (entry) => ({ entry, files: (await filesOf(directory, entry)).sort() })),
  );
}

async function filesOf(directory: string, entry: string): Promise<PathBytes[]> {
  const { base, glob, isGlob } = picomatch.scan(entry);
  const named = isGlob ? withoutEscapes(base) : await literal(directory, entry);
  const start = resolve(directory, named);
  const found = await stat(start).catch(() => undefined);
  if (found?.isFile() === true) return isGlob ? [] : [toPathBytes(start)];
  if (found?.isDirectory() !== true) return [];
  const top = toPathBytes(start).replace(/\/$/, '');
  const files = await filesBelow(top);
  if (!isGlob) return files;
  const isMatch = picomatch(glob, { dot: true, flags: 's' });
  return files.filter((file) => isMatch(displayPath(file.slice(top.length + 1))));
}

/** An entry without a glob, as it stands where there is such a file, else with `\\[` for `[`. */
async function literal(directory: string, entry: string): Promise<string> {
  const isThere = await stat(resolve(directory, entry)).then(
    () => true,
    () => false,
  );
  return isThere ? entry : withoutEscapes(entry);
}

function withoutEscapes(glob: string): string {
  return glob.replace(/\\(.)/gs, '$1');
}

async function filesBelow(directory: PathBytes): Promise<PathBytes[]> {
  const files: PathBytes[] = [];
  const pending = [directory];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const options = { encoding: 'latin1', withFileTypes: true } as const;
    for (const entry of await readdir(Buffer.from(place, 'latin1'), options).catch(() => [])) {
      const path = `${place}/${entry.name}`;
      if (!entry.isDirectory()) files.push(path);
      // git writes there all the time.
      else if (entry.name !== '.git') pending.push(path);
    }
  }
  return files;
}
