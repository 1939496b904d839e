import type { Buffer } from 'node:buffer';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { gitStream } from './git.js';
import { filePath, type PathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';

/** The bytes of a file, as a blob. */
export interface Copy {
  readonly path: PathBytes;
  readonly id: string;
}

/** What comes next: the line that says how large a blob is, or its bytes and the line break after them. */
interface Reading {
  header: string;
  file?: FileHandle;
  left: number;
}

/**
 * Give files the bytes of blobs, whatever git's filters and line ends would make of them. However large they are, they
 * are never held as a whole.
 *
 * @param copies of regular files that are there, and that nobody else writes to.
 */
export async function writeCopies(
  repository: Repository,
  root: string,
  copies: readonly Copy[],
): Promise<void> {
  if (copies.length === 0) return;
  const waiting = copies.values();
  const reading: Reading = { header: '', left: 0 };
  const call = { cwd: repository.root, input: copies.map(({ id }) => `${id}\n`).join('') };
  try {
    await gitStream(['cat-file', '--batch'], call, async (part) => {
      for (let at = 0; at < part.length; ) {
        const { file } = reading;
        if (file === undefined) at = await readHeader(part, at, reading, root, waiting);
        else at = await readBytes(part, at, reading, file);
      }
    });
  } finally {
    await reading.file?.close();
  }
}

/** `<id> blob <size>\n` */
async function readHeader(
  part: Buffer,
  at: number,
  reading: Reading,
  root: string,
  waiting: Iterator<Copy>,
): Promise<number> {
  const end = part.indexOf('\n', at);
  reading.header += part.toString('latin1', at, end === -1 ? part.length : end);
  if (end === -1) return part.length;
  const next = waiting.next();
  const [, size] = /^\S+ blob (\d+)$/.exec(reading.header) ?? [];
  if (size === undefined || next.done === true) throw new Error(`git has no such blob: ${reading.header}`);
  const flags = constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW;
  reading.file = await open(filePath(root, next.value.path), flags);
  reading.left = Number(size) + 1;
  reading.header = '';
  return end + 1;
}

async function readBytes(part: Buffer, at: number, reading: Reading, file: FileHandle): Promise<number> {
  const end = Math.min(part.length, at + reading.left);
  reading.left -= end - at;
  const isLast = reading.left === 0;
  await file.writeFile(part.subarray(at, isLast ? end - 1 : end));
  if (!isLast) return end;
  await file.close();
  delete reading.file;
  return end;
}
