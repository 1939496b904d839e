import { open } from 'node:fs/promises';
import { cleanOutput } from './output-tail.js';

const limit = 6_000;

/** The end of a log, cleaned and bounded; empty for a log that is not there. */
export async function readLogTail(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, limit);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return cleanOutput(buffer);
  } finally {
    await file.close();
  }
}
