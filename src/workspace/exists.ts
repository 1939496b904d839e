import { lstat } from 'node:fs/promises';

/** Whether anything is at a path, be it a dangling link. */
export async function exists(path: string | Buffer): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined;
}
