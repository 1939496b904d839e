import { lstat } from 'node:fs/promises';

/** Changes whenever a file is replaced, as git replaces an index; undefined for a file that is not there. */
export async function fingerprint(path: string | Buffer): Promise<string | undefined> {
  const found = await lstat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
}
