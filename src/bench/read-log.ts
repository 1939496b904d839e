import { open } from 'node:fs/promises';
import { tailOf } from './output-tail.js';

// Much more than is shown: escape sequences go, and what the first bytes belong to is not known.
const enough = 64 * 1024;

/**
 * The end of a log, cleaned and bounded as {@link tailOf} does; empty for a log that is not there. The log itself has all
 * bytes that were printed, but for the secrets of the process that measured, if that lived to mask them.
 */
export async function readLogTail(path: string, maxTokens: number): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, enough);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return tailOf(buffer.subarray(0, bytesRead), { isCut: size > length, maxTokens });
  } finally {
    await file.close();
  }
}
