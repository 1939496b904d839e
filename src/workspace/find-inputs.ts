import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import picomatch from 'picomatch';

/** The files that one entry of `pinned_inputs` stands for. */
export interface Inputs {
  readonly entry: string;
  /** Absolute paths, in order. */
  readonly files: readonly string[];
}

/**
 * The files that some paths and globs stand for at present: a file itself, all files below a directory, all files that a
 * glob matches. A link to a file is a file; a link to a directory is looked into only where an entry names it.
 *
 * @param directory what entries that are not absolute are relative to.
 */
export function findInputs(directory: string, entries: readonly string[]): Promise<Inputs[]> {
  return Promise.all(
    entries.map(async (entry) => ({ entry, files: (await filesOf(directory, entry)).sort() })),
  );
}

async function filesOf(directory: string, entry: string): Promise<string[]> {
  const { base, glob, isGlob } = picomatch.scan(entry);
  const start = isAbsolute(entry) ? (isGlob ? base : entry) : join(directory, isGlob ? base : entry);
  const found = await stat(start).catch(() => undefined);
  if (found?.isFile() === true) return isGlob ? [] : [start];
  if (found?.isDirectory() !== true) return [];
  const files = await filesBelow(start);
  if (!isGlob) return files;
  const isMatch = picomatch(glob, { dot: true, flags: 's' });
  return files.filter((file) => isMatch(relative(start, file)));
}

async function filesBelow(directory: string): Promise<string[]> {
  const files: string[] = [];
  const pending = [directory];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    for (const entry of await readdir(place, { withFileTypes: true }).catch(() => [])) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) pending.push(path);
      else files.push(path);
    }
  }
  return files;
}
