import { Buffer } from 'node:buffer';

/**
 * A path as git has it: bytes, one character of this string each (latin1). File names need not be UTF-8, and a name
 * that is decoded and encoded again on the way must come back the same.
 */
export type PathBytes = string;

/** NUL-separated records of git's output, without the empty one at the end. */
export function splitNul(output: Buffer): PathBytes[] {
  const records = output.toString('latin1').split('\0');
  records.pop();
  return records;
}

/** Records for git's `-z --stdin`. */
export function joinNul(records: readonly PathBytes[]): Buffer {
  return Buffer.from(records.map((record) => `${record}\0`).join(''), 'latin1');
}

/** The path as people and globs see it. Bytes that are not UTF-8 become U+FFFD. */
export function displayPath(path: PathBytes): string {
  return Buffer.from(path, 'latin1').toString('utf8');
}

/** The bytes of a path that came as text. */
export function toPathBytes(text: string): PathBytes {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The path below a directory, as node's file system functions take it. */
export function filePath(directory: string, path: PathBytes): Buffer {
  return Buffer.concat([Buffer.from(`${directory}/`, 'utf8'), Buffer.from(path, 'latin1')]);
}

/** The directories that a path is in, the topmost first. */
export function parentsOf(path: PathBytes): PathBytes[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}
