import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { messageOf, Refusal } from '../../errors.js';
import { bytesWords } from '../disk-use.js';
import { unreadable } from './malformed.js';

const maxBytes = 100e6;

/** A file that is to be imported. */
export interface ReadFile {
  readonly text: string;
  /** Of its bytes, as 64 hexadecimal digits. */
  readonly hash: string;
  /** When it was last written, in milliseconds since 1970. */
  readonly writtenAt: number;
}

/** @throws Refusal `invalid_config` for what is no file, cannot be read, has more than 100 MB, or is no UTF-8. */
export async function readText(path: string): Promise<ReadFile> {
  const found = await stat(path).catch(cannotRead);
  if (!found.isFile()) throw unreadable(`${path} is no file.`);
  if (found.size > maxBytes) {
    const limit = `The limit is ${bytesWords(maxBytes)}.`;
    throw new Refusal(
      'invalid_config',
      `${path} has ${bytesWords(found.size)}.`,
      `${limit} Import it in parts.`,
    );
  }
  const bytes = await readFile(path).catch(cannotRead);
  return {
    text: decoded(path, bytes),
    hash: createHash('sha256').update(bytes).digest('hex'),
    writtenAt: Math.round(found.mtimeMs),
  };
}

function cannotRead(error: unknown): never {
  throw new Refusal('invalid_config', `It cannot be read: ${messageOf(error)}.`, 'Give the path of a file.');
}

/** Without a byte order mark. */
function decoded(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(`${path} is no text in UTF-8.`);
  }
}
