import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes on disk of a file, or of everything in a directory; 0 for what is not there. Links are not followed. */
export async function diskUse(path: string): Promise<number> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return 0;
  const own = found.blocks * 512;
  if (!found.isDirectory()) return own;
  let total = own;
  // What goes away meanwhile takes no room.
  for (const name of await readdir(path).catch(() => [])) total += await diskUse(join(path, name));
  return total;
}

/** Bytes that this user can still write where a path is. */
export async function freeSpace(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}

const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes, for people: `0 B`, `12 kB`, `3.4 GB`. */
export function bytesWords(bytes: number): string {
  let [size, unit] = [bytes, 'B'];
  for (const next of units) {
    if (size < 999.5) break;
    [size, unit] = [size / 1000, next];
  }
  return `${size < 10 && unit !== 'B' ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
