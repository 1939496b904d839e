import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fingerprint } from './fingerprint.js';
import { filePath, type PathBytes } from './path-bytes.js';

// To look at so many takes a fraction of a second; a sample in a directory of more takes longer than that.
const mostEntries = 20_000;

/**
 * Everything that stands below a directory, by name and by the times at which it was last written; links are not
 * followed. Whoever writes, adds or removes anything makes another picture of it: a change time cannot be set back.
 *
 * @returns undefined where there is too much to be looked at between two samples.
 */
export async function pictureOf(root: string): Promise<string | undefined> {
  const prints: string[] = [];
  const pending: PathBytes[] = [''];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const entries = await entriesOf(root, directory);
    if (prints.length + entries.length > mostEntries) return undefined;
    const paths = entries.map(({ name }) => directory + name);
    const found = await Promise.all(paths.map((path) => fingerprint(filePath(root, path))));
    prints.push(...paths.map((path, at) => `${path} ${found[at]}`));
    pending.push(...paths.filter((_, at) => entries[at]?.isDirectory()).map((path) => `${path}/`));
  }
  return prints.sort().join('\n');
}

function entriesOf(root: string, directory: PathBytes): Promise<Dirent[]> {
  const options = { encoding: 'latin1', withFileTypes: true } as const;
  return readdir(filePath(root, directory), options).catch(() => []);
}
